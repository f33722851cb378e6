using OrleansState.Bench.Report;
using OrleansState.Bench.Targets.Kafka;
using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Kafka;

/// <summary>A topic to durable counts by user.</summary>
/// <param name="users">How many users.</param>
/// <param name="isZipf">Whether a few of them make most of the events.</param>
/// <param name="isMain">The row that every peer takes part in, those that an aim names run after run.</param>
/// <param name="kafka">The broker.</param>
internal sealed class KafkaRow(int users, bool isZipf, bool isMain, Shared<KafkaBroker> kafka) : Row
{
    private const string Rate = "events/s";
    private const string WarmRate = "events/s, last third";

    /// <summary>A run starts and ends every process of a contestant, which takes longer than it counts.</summary>
    private const int MaxRuns = 2;

    public override string Name => $"kafka-{(users < 1_000_000 ? $"{users / 1_000}k" : $"{users / 1_000_000}m")}-{(isZipf ? "zipf" : "uniform")}";

    public override string Title => $"Kafka to durable counts, {users:N0} users, {(isZipf ? "Zipf" : "uniform")}";

    public override string How =>
        $"{Events:N0} events of 8 partitions lie in a real broker when the consumer starts; events a second from the first count that is seen to the last, the JVM and the .NET "
        + "runtimes warming up alike, and once more over the last third of the events, when they are warm (Kafka Streams does not tell). OrleansState runs as silo, bridge and Redis, or with the bridge in the silo; it has counted when its checkpoints in Redis have passed every event; every user's count is then read from Redis and compared. kafka-python and Restate get a shorter topic of the same kind.";

    public override IReadOnlyList<Aim> Aims =>
    [
        new(Rate, Contestants.EverySecond, IncrCounters.KafkaPython, 20),
        new(Rate, Contestants.EverySecond, ReportingCounter.Streams, 1),
        new(Rate, Contestants.InSilo, IncrCounters.KafkaPython, 20),
        new(Rate, Contestants.InSilo, ReportingCounter.Streams, 1),
        .. isMain ? new Aim[] { new(Rate, Contestants.Always, ReportingCounter.Streams, 1) } : [],
        .. isZipf
            ? new[] { Rate, WarmRate }.SelectMany(rate => new Aim[] { new(rate, Contestants.EverySecond, ReportingCounter.RawRead, 0.5), new(rate, Contestants.InSilo, ReportingCounter.RawRead, 0.5) })
            : [],
    ];

    /// <summary>Of a million users fewer, which take long enough: most come for the first time.</summary>
    private int Events => users < 1_000_000 ? 3_000_000 : 1_000_000;

    public override IAsyncDisposable Shared => kafka;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var broker = await kafka.StartedAsync();
        var crowd = settings.Scale(users, 200);
        var log = await EventProducer.FillAsync(broker, Name, settings.Scale(Events, 5_000), new UserDistribution(crowd, isZipf, seed: 1));
        var brief = await EventProducer.FillAsync(broker, $"{Name}-brief", settings.Scale(10_000, 500), new UserDistribution(crowd, isZipf, seed: 2));
        List<EventCounter> counters =
        [
            BridgeCounter.Create(Contestants.EverySecond, AppendFsync.EverySecond),
            BridgeCounter.Create(Contestants.InSilo, AppendFsync.EverySecond, isInSilo: true),
            ReportingCounter.CreateStreams(),
            ReportingCounter.CreateRawRead(),
        ];
        if (isMain)
            counters.AddRange([BridgeCounter.Create(Contestants.Always, AppendFsync.Always), IncrCounters.CreateKafkaPython()]);
        await TakingTurns.RunAsync(isMain ? Math.Min(settings.Runs, MaxRuns) : 1, counters, counter => CountAsync(counter, counter.IsSlow ? brief : log, figures));
        if (!isMain)
            return;
        // No aim names them.
        foreach (var counter in (EventCounter[])[IncrCounters.CreatePipelined(), RestateCounter.Create()])
            await CountAsync(counter, counter.IsSlow ? brief : log, figures);
    }

    private static async Task CountAsync(EventCounter counter, EventLog log, Figures figures)
    {
        try
        {
            var result = await counter.CountAsync(log);
            figures.Add(counter.Name, Rate, result.PerSecond);
            if (!counter.IsSlow && result.LastThirdPerSecond is { } warm)
                figures.Add(counter.Name, WarmRate, warm);
            figures.Add(counter.Name, "s from start", result.SecondsFromStart);
            if (result.WritesPerEvent is { } writes)
                figures.Add(counter.Name, "Redis writes/event", writes);
        }
        catch (AbsentException absent)
        {
            figures.Note($"Absent. {absent.Message}");
        }
    }
}
