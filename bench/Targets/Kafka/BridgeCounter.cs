using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>
/// A silo, a bridge and a Redis, each a process, or the bridge's code in the silo: counted when the checkpoints in Redis
/// have passed every event.
/// </summary>
internal static class BridgeCounter
{
    private const string Group = "state-updater";

    public static EventCounter Create(string name, AppendFsync fsync, bool isInSilo = false) =>
        new(name, IsSlow: false, log => CountAsync(name, fsync, isInSilo, log));

    private static async Task<CountResult> CountAsync(string name, AppendFsync fsync, bool isInSilo, EventLog log)
    {
        var watch = new CountWatch();
        await using var cluster = await Product.StartAsync(
            fsync, silos: 1, apis: 0, bridges: isInSilo ? 0 : 1, log.Bootstrap,
            [new("Kafka:Topic", log.Topic), new("Kafka:GroupId", Group), new("Kafka:InSilo", isInSilo ? "true" : "false")]);
        var redis = cluster.Redis.ConnectionString;
        await using var stored = await StoredCounts.OpenAsync(redis);
        var result = await watch.UntilAsync(name, log.Events, () => stored.CheckpointedAsync(Group, log.Topic));
        var writes = await RedisWrites.CountAsync(redis);
        await stored.CheckCountersAsync(name, log);
        return result with { WritesPerEvent = (double)writes / log.Events };
    }
}
