using System.Globalization;
using System.Text;
using Confluent.Kafka;
using OrleansState.Bench.Load;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.Bench.Targets.Kafka;
using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Kafka;

/// <summary>How long after it was produced an event can be read by its user.</summary>
internal sealed class KafkaLatencyRow(Shared<KafkaBroker> kafka) : Row
{
    private const int EventsPerSecond = 5_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] One = "\"total\":1"u8.ToArray();

    public override string Name => "kafka-visible";

    public override string Title => "Kafka event to visible count";

    public override string How =>
        "5,000 events a second of 10,000 users, in an open loop; beside them one event after the other of a new user, from the call of the producer until GET /clicks of that user answers 1.";

    public override IAsyncDisposable Shared => kafka;

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        var broker = await kafka.StartedAsync();
        foreach (var (name, fsync) in new[] { (Contestants.EverySecond, AppendFsync.EverySecond), (Contestants.Always, AppendFsync.Always) })
        {
            var topic = $"{Name}-{fsync}";
            await broker.CreateTopicAsync(topic, EventProducer.Partitions);
            await using var cluster = await Product.StartAsync(
                fsync, silos: 1, apis: 1, bridges: 1, broker.BootstrapServers, [new("Kafka:Topic", topic), new("Kafka:GroupId", topic)]);
            await MeasureAsync(name, cluster, broker.BootstrapServers, topic, settings, figures);
        }
    }

    private static async Task MeasureAsync(string name, ProcessCluster cluster, string bootstrap, string topic, RowSettings settings, Figures figures)
    {
        using var producer = EventProducer.Open(bootstrap, lingerMilliseconds: 1);
        using var end = new CancellationTokenSource();
        var load = ProduceAsync(producer, topic, end.Token);
        using var http = new HttpConnection(cluster.Apis[0].Url.Port);
        // The first ones find everything cold.
        for (var warming = 0; warming < settings.Scale(20, 1); warming++)
            Probe(producer, topic, http);
        var latencies = new Latencies();
        end.CancelAfter(TimeSpan.FromSeconds(settings.Scale(10, 1)));
        do
            latencies.Record(Probe(producer, topic, http));
        while (!end.IsCancellationRequested);
        await load;
        producer.Flush(Patience);
        figures.Add(name, "p50 ms", latencies.Milliseconds(50));
        figures.Add(name, "p99 ms", latencies.Milliseconds(99));
        figures.Add(name, "probes", latencies.Count);
    }

    private static Task ProduceAsync(IProducer<byte[], byte[]> producer, string topic, CancellationToken end)
    {
        var users = new UserDistribution(10_000, isZipf: false, seed: 3);
        return Task.Run(() => OpenLoop.RunAsync(
            EventsPerSecond, Tick, _ => producer.Produce(topic, EventProducer.Event(users.Next().ToString(CultureInfo.InvariantCulture))), end), CancellationToken.None);
    }

    private static TimeSpan Probe(IProducer<byte[], byte[]> producer, string topic, HttpConnection http)
    {
        var user = $"probe-{Guid.NewGuid():N}";
        var request = HttpMessage.Get("/clicks", Token.Header(user));
        var message = EventProducer.Event(user);
        var began = TimeProvider.System.GetTimestamp();
        producer.Produce(topic, message);
        while (true)
        {
            var status = http.Exchange(request);
            var after = TimeProvider.System.GetElapsedTime(began);
            if (status is not (200 or 503) || after > Patience)
                throw new WrongAnswerException($"An event was not visible after {after.TotalSeconds:0.0} s; GET /clicks answered {status} {Encoding.UTF8.GetString(http.Body.Span)}.");
            if (http.Body.Span.IndexOf(One) >= 0)
                return after;
        }
    }
}
