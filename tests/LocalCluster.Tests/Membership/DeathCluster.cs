using System.Globalization;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Tests.Smoke;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>
/// Two silos and an Api as real processes, in which Orleans itself would notice a death after hours, and give a call that
/// died with a silo five minutes.
/// </summary>
internal sealed class DeathCluster : IAsyncDisposable
{
    private readonly ProcessCluster _cluster;

    private DeathCluster(ProcessCluster cluster) => _cluster = cluster;

    public MemberProcess Survivor => _cluster.Silos[0];

    public MemberProcess Victim => _cluster.Silos[1];

    private Uri Api => _cluster.Apis[0].Url;

    /// <summary>Returns when the Api is connected to both silos, so that the carts of those who come now lie on either.</summary>
    public static async Task<DeathCluster> StartAsync(RedisFixture redis)
    {
        redis.RequireRealRedis();
        var cluster = new DeathCluster(await ProcessCluster.StartAsync(Plan, TestContext.Current.CancellationToken));
        await cluster.ConnectsToBothAsync();
        return cluster;
    }

    /// <summary>Starts the silo again that died; nothing where it lives.</summary>
    public async Task ReviveAsync()
    {
        if (Victim.State is MemberState.Running)
            return;
        await Victim.RestartAsync(TestContext.Current.CancellationToken);
        await ConnectsToBothAsync();
    }

    /// <summary>Changes that the Api has begun to answer.</summary>
    public async Task<int> CallsUnderWayAsync()
    {
        var underWay = (await MetricsAsync()).Split('\n').Where(line => line.StartsWith("http_server_active_requests{", StringComparison.Ordinal) && line.Contains("\"POST\"", StringComparison.Ordinal));
        return underWay.Sum(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async Task<IReadOnlyList<SmokeUser>> RegisterAsync(int users) =>
        await Task.WhenAll(Enumerable.Range(0, users).Select(_ => SmokeUser.RegisterAsync(Api)));

    /// <summary>Users whose calls are sent once and wait for as long as there is no answer.</summary>
    public async Task<IReadOnlyList<PatientUser>> RegisterPatientAsync(int users) =>
        await Task.WhenAll(Enumerable.Range(0, users).Select(_ => PatientUser.RegisterAsync(Api)));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task ConnectsToBothAsync() => await Eventually.UntilAsync("the Api's connections to both silos", async () =>
    {
        await RegisterAsync(1);
        return (await MetricsAsync()).Contains("orleans_client_connected_gateways{} 2\n", StringComparison.Ordinal);
    });

    private async Task<string> MetricsAsync()
    {
        using var http = new HttpClient { BaseAddress = Api, Timeout = Eventually.Patience };
        return await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
    }

    private static ClusterPlan Plan => new()
    {
        Silos = 2,
        Settings = new Dictionary<string, string?>
        {
            ["RateLimit:Enabled"] = "false",
            ["Passwords:Iterations"] = "1000",
            ["Kafka:Enabled"] = "false",
            ["Redis:Timeout"] = "00:00:30",
            ["Orleans:ProbeTimeout"] = "00:01:00",
            ["Orleans:MissedProbesLimit"] = "100",
            ["Orleans:ResponseTimeout"] = "00:05:00",
        },
    };
}
