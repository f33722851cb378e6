using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>The consumers that count with INCR: right as long as nothing dies.</summary>
internal static class IncrCounters
{
    public const string KafkaPython = "kafka-python + INCR";
    public const string Pipelined = "Confluent.Kafka + pipelined INCR";

    private const string Python = "/usr/bin/python3";

    public static EventCounter CreateKafkaPython() => new(KafkaPython, IsSlow: true, log => File.Exists(Python)
        ? CountAsync(KafkaPython, log, (redis, group) => PeerProcess.StartAsync(
            KafkaPython, Python,
            [Path.Combine(PeerProcess.Folder("kafka-python"), "consumer.py"), log.Bootstrap, log.Topic, group, $"{redis.Port}"]))
        : throw new AbsentException($"{KafkaPython}: {Python} is not installed."));

    public static EventCounter CreatePipelined() => new(Pipelined, IsSlow: false, log =>
        CountAsync(Pipelined, log, (redis, group) =>
        {
            var (host, arguments) = PeerProcess.DotNet("KafkaIncr", "incr", log.Bootstrap, log.Topic, group, redis.ConnectionString);
            return PeerProcess.StartAsync(Pipelined, host, arguments);
        }));

    private static async Task<CountResult> CountAsync(string name, EventLog log, Func<RedisServer, string, Task<PeerProcess>> start)
    {
        await using var redis = await RedisServer.StartAsync(AppendFsync.EverySecond);
        var watch = new CountWatch();
        await using var peer = await start(redis, $"peer-{Guid.NewGuid():N}");
        var result = await watch.UntilAsync(name, log.Events, () => peer.Process.HasExited
            ? throw new AbsentException($"{name} ended: {peer.Process.LogTail()}")
            : RedisWrites.CountAsync(redis.ConnectionString));
        await using var stored = await StoredCounts.OpenAsync(redis.ConnectionString);
        await stored.CheckPlainAsync(name, log);
        return result with { WritesPerEvent = 1 };
    }
}
