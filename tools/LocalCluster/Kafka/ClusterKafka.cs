using OrleansState.LocalCluster.Members;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>The Kafka of a local cluster: one that runs already, or a broker out of KAFKA_HOME, or librdkafka's mock.</summary>
public sealed class ClusterKafka : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owned;

    private ClusterKafka(string bootstrapServers, string kind, IAsyncDisposable? owned) =>
        (BootstrapServers, Kind, _owned) = (bootstrapServers, kind, owned);

    public string BootstrapServers { get; }

    /// <summary><c>given</c>, <c>broker</c> or <c>mock</c>.</summary>
    public string Kind { get; }

    /// <summary>Names the log of the mock, which gives topics no ids; null where the broker gives them.</summary>
    public string? LogId => _owned is MockKafka mock ? mock.LogId : null;

    /// <summary>The broker that was started for this cluster; null where it is given or the mock.</summary>
    public KafkaBroker? Broker => _owned as KafkaBroker;

    /// <summary>Null where the plan wants no Kafka.</summary>
    public static async Task<ClusterKafka?> StartAsync(ClusterPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.WithKafka)
            return null;
        if (plan.KafkaServers is { } given)
            return new ClusterKafka(given, "given", null);
        return KafkaBroker.IsInstalled ? await StartBrokerAsync(plan, cancellationToken) : StartMock();
    }

    public ValueTask DisposeAsync() => _owned?.DisposeAsync() ?? ValueTask.CompletedTask;

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

    private static ClusterKafka StartMock()
    {
        var mock = new MockKafka();
        return new ClusterKafka(mock.BootstrapServers, "mock", mock);
    }
}
