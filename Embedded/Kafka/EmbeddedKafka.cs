using Confluent.Kafka;

namespace OrleansState.Embedded.Kafka;

/// <summary>
/// A Kafka to try things with: librdkafka's mock cluster, which lives inside one of its clients. It speaks the real
/// protocol to any client, has four partitions a topic, keeps records in memory only and only the newest few megabytes
/// of a partition, and is gone with the process.
/// </summary>
public sealed class EmbeddedKafka : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IProducer<Null, Null> _owner;

    private EmbeddedKafka(IProducer<Null, Null> owner, string bootstrapServers) => (_owner, BootstrapServers) = (owner, bootstrapServers);

    public string BootstrapServers { get; }

    /// <summary>Names its log, since it gives topics no ids: what it holds goes with this process, and the next one has another log.</summary>
    public string LogId { get; } = $"embedded-{Guid.NewGuid():N}";

    /// <param name="topics">Topics that are there from the start; others come when a client first names them.</param>
    /// <exception cref="EmbeddedStartException">It did not come up.</exception>
    public static EmbeddedKafka Start(params ReadOnlySpan<string> topics)
    {
        var settings = new ProducerConfig { BootstrapServers = "none", AllowAutoCreateTopics = true };
        settings.Set("test.mock.num.brokers", "1");
        var owner = new ProducerBuilder<Null, Null>(settings).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            using var admin = new DependentAdminClientBuilder(owner.Handle).Build();
            var broker = admin.GetMetadata(Patience).Brokers.Single();
            foreach (var topic in topics)
                admin.GetMetadata(topic, Patience);
            return new EmbeddedKafka(owner, $"{broker.Host}:{broker.Port}");
        }
        catch (Exception fault) when (fault is KafkaException or InvalidOperationException)
        {
            owner.Dispose();
            throw new EmbeddedStartException($"the embedded Kafka did not start: {fault.Message}", fault);
        }
    }

    public void Dispose() => _owner.Dispose();
}
