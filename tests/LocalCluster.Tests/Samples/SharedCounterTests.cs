using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Samples;

/// <summary>The sample as its README starts it: a cluster of its own and both runs.</summary>
public sealed class SharedCounterTests(RedisFixture redis) : IDisposable
{
    private readonly RunDirectory _directory = new("orleans-state-test-");

    [LongFact]
    public async Task Four_processes_by_100_make_400_and_64_clients_by_2000_make_128000_without_a_lock()
    {
        redis.RequireRealRedis();
        await using var sample = await ChildProcess.StartAsync(new ChildCommand(
            "SharedCounter", "dotnet", [Path.Combine(AppContext.BaseDirectory, "SharedCounter.dll")], _directory.File("log")));

        await sample.WaitForExitAsync(TestContext.Current.CancellationToken);

        var output = sample.LogTail();
        Assert.Matches(@"(?m)^4 processes x 100 = 400 \(", output);
        Assert.Matches(@"(?m)^64 clients x 2000 = 128000 \(", output);
        Assert.Equal(0, sample.ExitCode);
    }

    public void Dispose() => _directory.Dispose();
}
