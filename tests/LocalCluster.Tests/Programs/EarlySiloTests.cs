using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Programs;

public sealed class EarlySiloTests(RedisFixture redis) : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly RunDirectory _directory = new("orleans-state-test-");

    [LongFact]
    public async Task A_silo_started_before_Redis_says_that_it_waits_and_starts_when_Redis_answers()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        server.Kill();
        await WaitsAndStartsAsync(server.ConnectionString, () => server.RestartAsync(TestContext.Current.CancellationToken));
    }

    [LongFact]
    public async Task A_silo_started_while_the_sentinels_have_no_primary_says_that_it_waits_and_starts_when_they_have()
    {
        redis.RequireRealRedis();
        await using var servers = await ClusterRedis.StartAsync(RedisTopology.Sentinel, cancellationToken: TestContext.Current.CancellationToken);
        await servers.Sentinels.ForgiveAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        servers.Server.Kill();

        await WaitsAndStartsAsync(servers.ConnectionString, async () =>
        {
            await servers.Sentinels.ForgiveNoMoreAsync(TestContext.Current.CancellationToken);
            await servers.Sentinels.WaitForPrimaryAsync(servers.Servers[1], TestContext.Current.CancellationToken);
        });
    }

    public void Dispose() => _directory.Dispose();

    private async Task WaitsAndStartsAsync(string connectionString, Func<Task> bringBack)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var silo = await ChildProcess.StartAsync(new ChildCommand(
            "silo", MemberProgram.Host, [MemberProgram.Assembly(MemberRole.Silo)], _directory.File("log"), new Dictionary<string, string?>
            {
                ["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority),
                ["Redis__ConnectionString"] = connectionString,
                ["Orleans__SiloPort"] = "0",
                ["Orleans__GatewayPort"] = "0",
                ["Kafka__Enabled"] = "false",
            }));
        await Eventually.UntilAsync("the silo's word that it waits", () => silo.HasExited || silo.LogTail().Contains("No Redis primary answers", StringComparison.Ordinal), StartPatience);
        Assert.False(silo.HasExited, silo.LogTail());

        await bringBack();

        using var ping = new MemberPing(url);
        await Eventually.UntilAsync("the silo's readiness", () => ping.IsReadyAsync(TestContext.Current.CancellationToken), StartPatience);
    }
}
