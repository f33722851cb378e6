using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>A silo, a bridge and a Redis, each a process: counted when the checkpoints in Redis have passed every event.</summary>
internal static class BridgeCounter
{
    private const string Group = "state-updater";

    public static EventCounter Create(string name, AppendFsync fsync) => new(name, IsSlow: false, log => CountAsync(name, fsync, log));

    private static async Task<CountResult> CountAsync(string name, AppendFsync fsync, EventLog log)
    {
        var watch = new CountWatch();
        await using var cluster = await Product.StartAsync(
            fsync, silos: 1, apis: 0, bridges: 1, log.Bootstrap, [new("Kafka:Topic", log.Topic), new("Kafka:GroupId", Group)]);
        var redis = cluster.Redis.ConnectionString;
        await using var stored = await StoredCounts.OpenAsync(redis);
        var result = await watch.UntilAsync(name, log.Events, () => stored.CheckpointedAsync(Group, log.Topic));
        var writes = await RedisWrites.CountAsync(redis);
        await stored.CheckCountersAsync(name, log);
        return result with { WritesPerEvent = (double)writes / log.Events };
    }
}
