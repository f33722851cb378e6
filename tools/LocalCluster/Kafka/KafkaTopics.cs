using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>Makes and deletes topics of a broker that has one node.</summary>
public static class KafkaTopics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Creates a topic, with topic settings such as <c>retention.ms</c>. A broker that a busy machine did not let run for two
    /// seconds counts as gone with its controller, and is there again with its next heartbeat: that is waited for.
    /// </summary>
    public static async Task CreateAsync(string bootstrapServers, string topic, int partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        using var admin = KafkaPing.Admin(bootstrapServers);
        var began = TimeProvider.System.GetTimestamp();
        for (var hasTried = false; ;)
        {
            try
            {
                await admin.CreateTopicsAsync([Describe(topic, partitions, settings)]);
                return;
            }
            catch (CreateTopicsException fault) when (hasTried && fault.Results.All(r => r.Error.Code is Confluent.Kafka.ErrorCode.TopicAlreadyExists))
            {
                return;
            }
            catch (KafkaException fault) when (IsAway(fault) && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                hasTried = true;
                await Task.Delay(BetweenTries, TimeProvider.System);
            }
        }
    }

    public static async Task DeleteAsync(string bootstrapServers, string topic)
    {
        using var admin = KafkaPing.Admin(bootstrapServers);
        await admin.DeleteTopicsAsync([topic]);
    }

    private static bool IsAway(KafkaException fault) => fault is CreateTopicsException creation
        ? creation.Results.All(r => r.Error.Code is Confluent.Kafka.ErrorCode.InvalidReplicationFactor)
        : fault.Error.Code is Confluent.Kafka.ErrorCode.Local_TimedOut;

    private static TopicSpecification Describe(string topic, int partitions, IReadOnlyDictionary<string, string>? settings) => new()
    {
        Name = topic,
        NumPartitions = partitions,
        ReplicationFactor = 1,
        Configs = settings?.ToDictionary(s => s.Key, s => s.Value) ?? [],
    };
}
