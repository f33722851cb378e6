using OrleansState.Bench.Report;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.Bench.Tests;

public sealed class QuickRunTests(RedisFixture redis)
{
    [Fact]
    public async Task A_quick_run_of_a_row_writes_its_figures()
    {
        _ = redis.Server;
        using var directory = new RunDirectory();

        var exit = await BenchCommand.Create().Parse(["--quick", "--only", "counters-10k", "--output", directory.FullPath]).InvokeAsync(
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, exit);
        var row = Assert.Single(ReportFiles.Read(directory.FullPath)!.Rows);
        Assert.Null(row.Refusal);
        Assert.Equal(2, row.Series.Count(s => s.Metric == "increments/s"));
        Assert.Contains($"## {row.Title}", await File.ReadAllTextAsync(directory.File("benchmarks.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("benchmarks/counters-10k.svg")));
    }
}
