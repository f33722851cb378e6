using OrleansState.LocalCluster.Kafka;

namespace OrleansState.TestServers;

/// <summary>
/// One real Kafka broker for the tests of an assembly: <c>[assembly: AssemblyFixture(typeof(KafkaFixture))]</c>.
/// Tests keep apart by topic.
/// </summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    private KafkaBroker? _broker;

    public string BootstrapServers => Broker.BootstrapServers;

    /// <summary>The real broker; skips the test (fails it in CI) where KAFKA_HOME names none.</summary>
    public KafkaBroker Broker
    {
        get
        {
            RequireRealKafka();
            return _broker!;
        }
    }

    /// <summary>Skips the test visibly, or fails it in CI, where there is no real broker.</summary>
    public void RequireRealKafka()
    {
        if (_broker is null)
            MissingServer.SkipOrFail("Apache Kafka (KAFKA_HOME)", KafkaBroker.InstallLine);
    }

    /// <summary>Creates a topic of a name that no other test has, and returns the name.</summary>
    public async Task<string> CreateTopicAsync(int partitions = 4, string prefix = "test")
    {
        var topic = $"{prefix}-{Guid.NewGuid():N}";
        await Broker.CreateTopicAsync(topic, partitions);
        return topic;
    }

    public async ValueTask InitializeAsync()
    {
        if (KafkaBroker.IsInstalled)
            _broker = await KafkaBroker.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
    }
}
