using Confluent.Kafka;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>
/// The mock cluster inside librdkafka: the real protocol with consumer groups and commits, in the memory of this
/// process, 4 partitions a topic. Good to try things with; it forgets old records of a partition that grows.
/// </summary>
internal sealed class MockKafka : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _owner;

    public MockKafka()
    {
        var settings = new AdminClientConfig();
        settings.Set("test.mock.num.brokers", "1");
        _owner = new AdminClientBuilder(settings).SetLogHandler((_, _) => { }).Build();
        var broker = _owner.GetMetadata(Patience).Brokers[0];
        BootstrapServers = $"{broker.Host}:{broker.Port}";
    }

    public string BootstrapServers { get; }

    /// <summary>What it holds goes with this process: another one is another log.</summary>
    public string LogId { get; } = $"mock-{Guid.NewGuid():N}";

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }
}
