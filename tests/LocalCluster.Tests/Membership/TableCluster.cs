using System.Globalization;
using System.Net;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Tests.Smoke;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>Silos and an Api as real processes, and the membership table that they have in Redis.</summary>
internal sealed class TableCluster : IAsyncDisposable
{
    private readonly ProcessCluster _cluster;

    private TableCluster(ProcessCluster cluster) => _cluster = cluster;

    public IReadOnlyList<MemberProcess> Silos => _cluster.Silos;

    public static async Task<TableCluster> StartAsync(RedisFixture redis, int silos)
    {
        redis.RequireRealRedis();
        var plan = new ClusterPlan
        {
            Silos = silos,
            Settings = new Dictionary<string, string?> { ["RateLimit:Enabled"] = "false", ["Passwords:Iterations"] = "1000", ["Kafka:Enabled"] = "false" },
        };
        return new TableCluster(await ProcessCluster.StartAsync(plan, TestContext.Current.CancellationToken));
    }

    public Task<MemberProcess> AddSiloAsync() => _cluster.AddAsync(MemberRole.Silo, TestContext.Current.CancellationToken);

    /// <summary>Users whose carts lie on any of the silos.</summary>
    public async Task<IReadOnlyList<SmokeUser>> RegisterAsync(int users)
    {
        var registered = await Task.WhenAll(Enumerable.Range(0, users).Select(_ => SmokeUser.RegisterAsync(_cluster.Apis[0].Url)));
        await Task.WhenAll(registered.Select(user => user.AddAsync("apple")));
        return registered;
    }

    /// <summary>Returns when the Api is connected to so many silos.</summary>
    public async Task ConnectsToAsync(int silos)
    {
        using var http = new HttpClient { BaseAddress = _cluster.Apis[0].Url };
        await Eventually.UntilAsync($"the Api's connections to {silos} silos", async () =>
        {
            foreach (var user in await RegisterAsync(1))
                user.Dispose();
            return (await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Contains($"orleans_client_connected_gateways{{}} {silos}\n", StringComparison.Ordinal);
        });
    }

    /// <summary>Asserts that every user's cart takes an add, and that a registration is answered.</summary>
    public async Task AnswersAsync(IReadOnlyList<SmokeUser> users)
    {
        Task[] calls = [.. users.Select(user => user.AddAsync("pear")), RegisterAsync(1)];
        await Eventually.UntilAsync("an add to every cart, and a registration", () => calls.All(call => call.IsCompleted));
        await Task.WhenAll(calls);
        await Task.WhenAll(users.Select(user => user.FindsItsOwnAsync()));
    }

    /// <summary>How long Redis' append-only file is.</summary>
    public long FileLength() => File().Length;

    /// <summary>kill -9 of Redis, and its return without what it wrote behind a length of its file.</summary>
    public async Task LoseTailAsync(long length)
    {
        _cluster.Redis.Server.Kill();
        await using (var stream = File().Open(FileMode.Open, FileAccess.Write))
            stream.SetLength(length);
        await _cluster.Redis.Server.RestartAsync(TestContext.Current.CancellationToken);
    }

    public async Task FlushAsync()
    {
        await using var redis = await ConnectAsync();
        await redis.GetDatabase().ExecuteAsync("FLUSHALL");
    }

    /// <summary>Returns when the table has so many silos that are active.</summary>
    public Task HasActiveAsync(int silos) =>
        Eventually.UntilAsync($"{silos} active silos in the table", async () => (await ActiveAsync()).Count == silos);

    /// <summary>The endpoints of the silos that the table calls active.</summary>
    public async Task<IReadOnlyList<IPEndPoint>> ActiveAsync()
    {
        await using var redis = await ConnectAsync();
        if (redis.GetServers()[0].Keys(pattern: "*/members/*").ToArray() is not [var key])
            return [];
        var fields = await redis.GetDatabase().HashGetAllAsync(key);
        return
        [
            .. fields.Where(field => field.Value.ToString().Contains("\"Status\":3", StringComparison.Ordinal))
                .Select(field => new IPEndPoint(IPAddress.Loopback, int.Parse(field.Name.ToString().Split(':')[1], CultureInfo.InvariantCulture))),
        ];
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse(_cluster.Redis.Server.ConnectionString);
        options.AllowAdmin = true;
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = options.SyncTimeout = options.ConnectTimeout = 30_000;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    private FileInfo File() => new DirectoryInfo(_cluster.Redis.Server.DataDirectory).GetFiles("*.incr.aof", SearchOption.AllDirectories).Single();
}
