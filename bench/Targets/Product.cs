using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets;

/// <summary>The product as its users run it: its own processes, by settings alone.</summary>
internal static class Product
{
    public static async Task<ProcessCluster> StartAsync(AppendFsync fsync, int silos = 1, int apis = 1, int bridges = 0, string? kafka = null, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var cluster = await ProcessCluster.StartAsync(new ClusterPlan
        {
            Silos = silos,
            Apis = apis,
            Bridges = bridges,
            WithKafka = kafka is not null,
            KafkaServers = kafka,
            Fsync = fsync,
            Settings = Quiet(settings ?? []),
            RoleSettings = new Dictionary<MemberRole, IReadOnlyDictionary<string, string?>> { [MemberRole.Api] = Token.Settings },
        });
        await Gateways.ReachEverySiloAsync(cluster);
        return cluster;
    }

    /// <summary>All of the load comes from one address, which the limits per address would call an attack.</summary>
    public static Dictionary<string, string?> Quiet(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new(settings) { ["RateLimit:Enabled"] = "false", ["Logging:LogLevel:Default"] = "Warning" };

    /// <summary>Every process of a cluster and its Redis, for their processor time.</summary>
    public static IReadOnlyList<int> Processes(ProcessCluster cluster) =>
        [cluster.Redis.Server.Pid, .. cluster.Members.Select(m => m.Pid!.Value)];
}
