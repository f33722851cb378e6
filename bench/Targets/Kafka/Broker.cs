using OrleansState.LocalCluster.Kafka;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>The real Kafka of the rows that need one; each has topics of its own.</summary>
internal static class Broker
{
    /// <exception cref="AbsentException">None is installed.</exception>
    public static Task<KafkaBroker> StartAsync() => KafkaBroker.IsInstalled ? KafkaBroker.StartAsync()
        : throw new AbsentException($"KAFKA_HOME names no Apache Kafka. To get one: {KafkaBroker.InstallLine}");
}
