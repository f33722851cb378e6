using OrleansState.Bench.Report;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.Bench.Tests;

public sealed class QuickRunTests(RedisFixture redis)
{
    [LongFact]
    public async Task A_quick_run_of_a_row_writes_its_figures()
    {
        using var directory = new RunDirectory();

        var row = await RunAsync("counters-10k", directory);

        Assert.Equal(2, row.Series.Count(s => s.Metric == "increments/s"));
        Assert.Contains($"## {row.Title}", await File.ReadAllTextAsync(directory.File("benchmarks.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("benchmarks/counters-10k.svg")));
    }

    [LongFact]
    public async Task A_bridge_that_joins_and_leaves_gives_gaps_and_exact_counts()
    {
        KafkaFixture.RequireInstalled();
        using var directory = new RunDirectory();

        var row = await RunAsync("rebalance", directory);

        Assert.Equal(
            ["longest gap, before, ms", "longest gap, staying, ms", "longest gap, moved, ms", "longest between looks, ms", "events, each counted once"], row.Series.Select(s => s.Metric));
    }

    private async Task<RowReport> RunAsync(string row, RunDirectory directory)
    {
        _ = redis.Server;
        var exit = await BenchCommand.Create().Parse(["--quick", "--only", row, "--output", directory.FullPath]).InvokeAsync(
            cancellationToken: TestContext.Current.CancellationToken);
        var report = Assert.Single(ReportFiles.Read(directory.FullPath)!.Rows);
        Assert.Null(report.Refusal);
        Assert.Equal(0, exit);
        return report;
    }
}
