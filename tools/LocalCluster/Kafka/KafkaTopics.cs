using Confluent.Kafka.Admin;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>Makes and deletes topics of a broker that has one node.</summary>
public static class KafkaTopics
{
    /// <summary>Creates a topic, with topic settings such as <c>retention.ms</c>.</summary>
    public static async Task CreateAsync(string bootstrapServers, string topic, int partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        using var admin = KafkaPing.Admin(bootstrapServers);
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = topic,
                NumPartitions = partitions,
                ReplicationFactor = 1,
                Configs = settings?.ToDictionary(s => s.Key, s => s.Value) ?? [],
            },
        ]);
    }

    public static async Task DeleteAsync(string bootstrapServers, string topic)
    {
        using var admin = KafkaPing.Admin(bootstrapServers);
        await admin.DeleteTopicsAsync([topic]);
    }
}
