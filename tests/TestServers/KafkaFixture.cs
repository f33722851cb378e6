using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.TestServers;

/// <summary>
/// One real Kafka for the tests of an assembly: <c>[assembly: AssemblyFixture(typeof(KafkaFixture))]</c>. It is the broker
/// of KAFKA_HOME; where that names none, one in a container, if a Docker engine is there. Tests keep apart by topic.
/// </summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    private const string Home = "Apache Kafka (KAFKA_HOME)";

    private readonly bool _hasHome;
    private readonly string? _docker;
    private KafkaBroker? _broker;
    private KafkaContainer? _container;

    public KafkaFixture()
        : this(KafkaBroker.IsInstalled, Programs.Find("docker"))
    {
    }

    /// <param name="hasHome">Whether KAFKA_HOME names a broker.</param>
    /// <param name="docker">The program; null where there is none.</param>
    internal KafkaFixture(bool hasHome, string? docker) => (_hasHome, _docker) = (hasHome, docker);

    public string BootstrapServers
    {
        get
        {
            RequireRealKafka();
            return Address!;
        }
    }

    /// <summary>The broker of KAFKA_HOME, which can be killed and restarted; skips the test (fails it in CI) where there is none.</summary>
    public KafkaBroker Broker
    {
        get
        {
            if (_broker is null)
                MissingServer.SkipOrFail(Home, KafkaBroker.InstallLine);
            return _broker!;
        }
    }

    internal string? Address => _broker?.BootstrapServers ?? _container?.BootstrapServers;

    /// <summary>As <see cref="Broker"/>, for a test that starts a broker of its own and wants no further one.</summary>
    public static void RequireInstalled()
    {
        if (!KafkaBroker.IsInstalled)
            MissingServer.SkipOrFail(Home, KafkaBroker.InstallLine);
    }

    /// <summary>Skips the test visibly, or fails it in CI, where there is no real Kafka.</summary>
    public void RequireRealKafka()
    {
        if (Address is null)
            MissingServer.SkipOrFail("Apache Kafka (KAFKA_HOME, or a Docker engine)", KafkaBroker.InstallLine);
    }

    /// <summary>Creates a topic of a name that no other test has, and returns the name.</summary>
    public async Task<string> CreateTopicAsync(int partitions = 4, string prefix = "test")
    {
        var topic = $"{prefix}-{Guid.NewGuid():N}";
        await KafkaTopics.CreateAsync(BootstrapServers, topic, partitions);
        return topic;
    }

    public async ValueTask InitializeAsync()
    {
        if (_hasHome)
            _broker = await KafkaBroker.StartAsync();
        else if (_docker is not null)
            _container = await KafkaContainer.TryStartAsync(new Docker(_docker), KafkaContainer.AnswersAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (_container is not null)
            await _container.DisposeAsync();
    }
}
