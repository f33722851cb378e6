using OrleansState.Hosting.Kafka;
using OrleansState.LocalCluster.Members;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>The topics of a broker of our own.</summary>
internal static class ClusterTopics
{
    public static async Task CreateAsync(KafkaBroker broker, ClusterPlan plan)
    {
        var usual = new KafkaOptions();
        await broker.CreateTopicAsync(Of(plan, nameof(KafkaOptions.Topic), usual.Topic), plan.EventPartitions);
        await broker.CreateTopicAsync(Of(plan, nameof(KafkaOptions.DeadLetterTopic), usual.DeadLetterTopic), 1);
    }

    private static string Of(ClusterPlan plan, string name, string usual) =>
        plan.Settings.GetValueOrDefault($"{KafkaOptions.Section}:{name}") ?? usual;
}
