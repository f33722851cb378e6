using OrleansState.Embedded.Kafka;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>The Kafka of a local cluster: one that runs already, or a broker out of KAFKA_HOME, or librdkafka's mock.</summary>
public sealed class ClusterKafka : IAsyncDisposable
{
    private readonly EmbeddedKafka? _mock;

    private ClusterKafka(string bootstrapServers, string kind, KafkaBroker? broker = null, EmbeddedKafka? mock = null) =>
        (BootstrapServers, Kind, Broker, _mock) = (bootstrapServers, kind, broker, mock);

    public string BootstrapServers { get; }

    /// <summary><c>given</c>, <c>broker</c> or <c>mock</c>.</summary>
    public string Kind { get; }

    /// <summary>Names the log of the mock, which gives topics no ids; null where the broker gives them.</summary>
    public string? LogId => _mock?.LogId;

    /// <summary>The broker that was started for this cluster; null where it is given or the mock.</summary>
    public KafkaBroker? Broker { get; }

    /// <summary>Null where the plan wants no Kafka.</summary>
    public static async Task<ClusterKafka?> StartAsync(ClusterPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.WithKafka)
            return null;
        if (plan.KafkaServers is { } given)
            return new ClusterKafka(given, "given");
        if (KafkaFiles.WrongHome is { } wrong)
            throw new ServerStartException($"KAFKA_HOME is {wrong}, which is no Apache Kafka: there is no bin/kafka-server-start.sh. To get one: {KafkaBroker.InstallLine}. Where KAFKA_HOME is not set, librdkafka's mock takes its place.");
        return KafkaBroker.IsInstalled ? await StartBrokerAsync(plan, cancellationToken) : StartMock(plan);
    }

    public ValueTask DisposeAsync()
    {
        _mock?.Dispose();
        return Broker?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static async Task<ClusterKafka> StartBrokerAsync(ClusterPlan plan, CancellationToken cancellationToken)
    {
        var broker = await KafkaBroker.StartAsync(cancellationToken);
        try
        {
            await ClusterTopics.CreateAsync(broker, plan);
            return new ClusterKafka(broker.BootstrapServers, "broker", broker);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    private static ClusterKafka StartMock(ClusterPlan plan)
    {
        var mock = EmbeddedKafka.Start(ClusterTopics.Events(plan), ClusterTopics.DeadLetters(plan), ClusterTopics.Changes(plan));
        return new ClusterKafka(mock.BootstrapServers, "mock", mock: mock);
    }
}
