using OrleansState.Api.Tests.Harness;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using OrleansState.TestServers.Redis;

namespace OrleansState.Api.Tests.Faults;

/// <summary>A silo and an Api, each a process, and a proxy between the silo and its Redis.</summary>
public sealed class FaultCluster : IAsyncLifetime
{
    private readonly RedisFixture _redis = new();
    private ProcessCluster? _processes;
    private RedisProxy? _proxy;

    public RedisServer Redis => _redis.Server;

    public RedisProxy Proxy
    {
        get
        {
            _redis.RequireRealRedis();
            return _proxy!;
        }
    }

    internal Uri BaseAddress
    {
        get
        {
            _redis.RequireRealRedis();
            return _processes!.Apis[0].Url;
        }
    }

    internal Somebody Nobody => new(this, new TestUser(BaseAddress, "", token: null), "");

    internal Somebody Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!LongTests.AreWanted)
            return;
        await _redis.InitializeAsync();
        if (!RedisServer.IsInstalled)
            return;
        _proxy = RedisProxy.Start(Redis.Port);
        _processes = await ProcessCluster.StartAsync(new ClusterPlan
        {
            Settings = new Dictionary<string, string?>
            {
                ["Redis:ConnectionString"] = Redis.ConnectionString,
                ["Admin:Users:root"] = ApiFixture.AdminPassword,
                ["Passwords:Iterations"] = "1000",
                ["Lockout:AttemptsPerName"] = "1000",
                ["Lockout:AttemptsPerAddress"] = "1000000",
            },
            RoleSettings = new Dictionary<MemberRole, IReadOnlyDictionary<string, string?>>
            {
                [MemberRole.Silo] = new Dictionary<string, string?> { ["Redis:ConnectionString"] = _proxy.ConnectionString },
            },
        });
        Admin = await Nobody.LogInAsync(new Account("root", ApiFixture.AdminPassword, "admin:root"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_processes is not null)
            await _processes.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        await _redis.DisposeAsync();
    }

    internal Task KillSiloAsync() => _processes!.Silos[0].KillAsync();

    internal Task RestartSiloAsync() => _processes!.Silos[0].RestartAsync(TestContext.Current.CancellationToken);

    /// <summary>The answer to a call, once the store is there to give one.</summary>
    internal static async Task<Answer> AnsweredAsync(Func<Task<Answer>> send)
    {
        Answer? answer = null;
        await Eventually.UntilAsync("an answer other than 503", async () => (int)(answer = await send()).Status != 503);
        return answer!;
    }
}
