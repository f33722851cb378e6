using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Programs;

public sealed class EarlySiloTests(RedisFixture redis) : IDisposable
{
    private readonly RunDirectory _directory = new("orleans-state-test-");

    [Fact]
    public async Task A_silo_started_before_Redis_says_that_it_waits_and_starts_when_Redis_answers()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        server.Kill();
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var silo = await ChildProcess.StartAsync(new ChildCommand(
            "silo", MemberProgram.Host, [MemberProgram.Assembly(MemberRole.Silo)], _directory.File("log"), new Dictionary<string, string?>
            {
                ["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority),
                ["Redis__ConnectionString"] = server.ConnectionString,
                ["Orleans__SiloPort"] = "0",
                ["Orleans__GatewayPort"] = "0",
                ["Kafka__Enabled"] = "false",
            }));
        await Eventually.UntilAsync("the silo's word that it waits", () => silo.HasExited || silo.LogTail().Contains("Redis does not answer", StringComparison.Ordinal));
        Assert.False(silo.HasExited, silo.LogTail());

        await server.RestartAsync(TestContext.Current.CancellationToken);

        using var ping = new MemberPing(url);
        await Eventually.UntilAsync("the silo's readiness", () => ping.IsReadyAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _directory.Dispose();
}
