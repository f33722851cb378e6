using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Kafka;
using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Kafka;

/// <summary>What it costs the partitions when a bridge joins and leaves.</summary>
internal sealed class RebalanceRow(Shared<KafkaBroker> kafka) : Row
{
    private const string Staying = "longest gap, staying, ms";
    private const int Users = 400;
    private const int EventsPerSecond = 2_000;
    private const int MostRuns = 2;

    public override string Name => "rebalance";

    public override string Title => "A bridge joins and leaves";

    public override string How =>
        "2,000 events a second over 8 partitions, in an open loop; a second bridge starts, shares the partitions and gets SIGTERM. A gap is the time in which a partition's checkpoint in Redis, looked at every "
        + "2 ms, did not grow: the longest of the partitions that stayed with the first bridge all the time, of those that went to the second and came back, and of all before. Where the machine stood still, looks did too, and the longest time between two is given. Every user's count is then compared with what was written.";

    public override IReadOnlyList<Aim> Aims => [new(Staying, Contestants.Always, null, 1_000, IsAtLeast: false)];

    public override IAsyncDisposable Shared => kafka;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var broker = await kafka.StartedAsync();
        for (var run = 0; run < Math.Min(settings.Runs, MostRuns); run++)
        {
            var topic = $"{Name}-{run}";
            await broker.CreateTopicAsync(topic, EventProducer.Partitions);
            await RunAsync(broker.BootstrapServers, topic, settings, figures);
        }
    }

    private static async Task RunAsync(string bootstrap, string topic, RowSettings settings, Figures figures)
    {
        await using var cluster = await Product.StartAsync(
            AppendFsync.Always, silos: 1, apis: 0, bridges: 1, bootstrap, [new("Kafka:Topic", topic), new("Kafka:GroupId", topic)]);
        await using var stored = await StoredCounts.OpenAsync(cluster.Redis.ConnectionString);
        using var over = new CancellationTokenSource();
        var load = SteadyLoad.WriteAsync(bootstrap, topic, Users, EventsPerSecond, over.Token);
        var progress = new ProgressWatch(stored, topic, topic);
        var watching = progress.RunAsync(over.Token);
        try
        {
            await MoveAsync(cluster, progress, bootstrap, topic, settings, figures);
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }

        var log = await load;
        await new CountWatch().UntilAsync(Contestants.Always, log.Events, () => stored.CheckpointedAsync(topic, topic));
        await stored.CheckCountersAsync(Contestants.Always, log);
        figures.Add(Contestants.Always, "events, each counted once", log.Events);
    }

    private static async Task MoveAsync(ProcessCluster cluster, ProgressWatch progress, string bootstrap, string group, RowSettings settings, Figures figures)
    {
        using var members = new GroupWatch(bootstrap, group);
        var first = (await members.SharedByAsync(1)).Single().Key;
        await progress.BegunAsync();
        // What runs cold for the first time is no gap of a rebalance.
        await PassAsync(settings);
        progress.Restart();
        await PassAsync(settings);
        figures.Add(Contestants.Always, "longest gap, before, ms", progress.LongestMilliseconds(Enumerable.Range(0, EventProducer.Partitions)));

        progress.Restart();
        var second = await cluster.AddAsync(MemberRole.Bridge);
        var shared = await members.SharedByAsync(2);
        await PassAsync(settings);
        await second.StopAsync();
        if ((await members.SharedByAsync(1)).Single().Key != first)
            throw new WrongAnswerException("The bridge that stayed is no longer the member of the group that it was.");
        await PassAsync(settings);
        figures.Add(Contestants.Always, Staying, progress.LongestMilliseconds(shared[first]));
        figures.Add(Contestants.Always, "longest gap, moved, ms", progress.LongestMilliseconds(shared.Where(m => m.Key != first).SelectMany(m => m)));
        figures.Add(Contestants.Always, "longest between looks, ms", progress.LongestBetweenLooksMilliseconds);
    }

    private static Task PassAsync(RowSettings settings) => Task.Delay(TimeSpan.FromSeconds(settings.Scale(3, 1)), TimeProvider.System);
}
