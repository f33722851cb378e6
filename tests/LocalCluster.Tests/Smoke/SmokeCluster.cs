using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>Three silos, an API and a bridge as real processes, for all smoke tests.</summary>
public sealed class SmokeCluster(RedisFixture redis) : IAsyncLifetime
{
    private ProcessCluster? _cluster;

    public ProcessCluster Processes
    {
        get
        {
            redis.RequireRealRedis();
            return _cluster!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.IsInstalled && LongTests.AreWanted)
            _cluster = await ProcessCluster.StartAsync(Plan, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    /// <summary>Users of their own for one test. What an earlier test ended is started again first.</summary>
    internal async Task<IReadOnlyList<SmokeUser>> RegisterAsync(int users)
    {
        await RestartAsync();
        return await Task.WhenAll(Enumerable.Range(0, users).Select(_ => SmokeUser.RegisterAsync(Processes.Apis[0].Url)));
    }

    /// <summary>Guests of their own for one test, with accounts to log in to.</summary>
    internal async Task<IReadOnlyList<SmokeGuest>> ArriveAsync(int guests)
    {
        await RestartAsync();
        return await Task.WhenAll(Enumerable.Range(0, guests).Select(_ => SmokeGuest.ArriveAsync(Processes.Apis[0].Url)));
    }

    /// <summary>Users under a load that goes on until it is told to stop.</summary>
    internal async Task<SmokeLoad> StartLoadAsync(int users) => new(await RegisterAsync(users));

    private async Task RestartAsync()
    {
        foreach (var silo in Processes.Silos.Take(Plan.Silos).Where(silo => silo.State is not MemberState.Running))
            await silo.RestartAsync(TestContext.Current.CancellationToken);
    }

    private static ClusterPlan Plan => new()
    {
        Silos = 3,
        Bridges = 1,
        WithKafka = true,
        Settings = new Dictionary<string, string?>
        {
            ["RateLimit:Enabled"] = "false",
            ["Passwords:Iterations"] = "1000",
            // A login that a dying silo broke off counts as failed, and these are tried again at once.
            ["Lockout:AttemptsPerName"] = "1000000",
            ["Lockout:AttemptsPerAddress"] = "1000000",
        },
    };
}
