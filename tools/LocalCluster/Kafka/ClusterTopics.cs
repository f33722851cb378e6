using OrleansState.Hosting.Kafka;
using OrleansState.LocalCluster.Members;

namespace OrleansState.LocalCluster.Kafka;

/// <summary>The topics of a Kafka of our own.</summary>
internal static class ClusterTopics
{
    public static async Task CreateAsync(KafkaBroker broker, ClusterPlan plan)
    {
        await broker.CreateTopicAsync(Events(plan), plan.EventPartitions);
        await broker.CreateTopicAsync(DeadLetters(plan), 1);
        await broker.CreateTopicAsync(Changes(plan), plan.EventPartitions);
    }

    public static string Events(ClusterPlan plan) => Of(plan, nameof(KafkaOptions.Topic), new KafkaOptions().Topic);

    public static string DeadLetters(ClusterPlan plan) => Of(plan, nameof(KafkaOptions.DeadLetterTopic), new KafkaOptions().DeadLetterTopic);

    public static string Changes(ClusterPlan plan) => Of(plan, nameof(KafkaOptions.ChangesTopic), new KafkaOptions().ChangesTopic);

    private static string Of(ClusterPlan plan, string name, string usual) =>
        plan.Settings.GetValueOrDefault($"{KafkaOptions.Section}:{name}") ?? usual;
}
