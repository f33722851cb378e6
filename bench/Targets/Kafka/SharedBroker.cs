using OrleansState.LocalCluster.Kafka;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>The real Kafka of the rows that need one: started when the first asks for it. Each has topics of its own.</summary>
internal sealed class SharedBroker : IAsyncDisposable
{
    private KafkaBroker? _broker;

    /// <exception cref="AbsentException">None is installed.</exception>
    public async Task<KafkaBroker> StartedAsync() => _broker ??= KafkaBroker.IsInstalled ? await KafkaBroker.StartAsync()
        : throw new AbsentException($"KAFKA_HOME names no Apache Kafka. To get one: {KafkaBroker.InstallLine}");

    public async ValueTask DisposeAsync()
    {
        if (_broker is { } broker)
            await broker.DisposeAsync();
        _broker = null;
    }
}
