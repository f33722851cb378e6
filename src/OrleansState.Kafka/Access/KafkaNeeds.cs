using Confluent.Kafka.Admin;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Access;

/// <summary>What each process has to be allowed in Kafka. docs/deployment.md lists the same.</summary>
internal static class KafkaNeeds
{
    /// <summary>The bridge reads events, writes letters, reads them again to bear out what was redriven, deletes those of erased users, and keeps its progress in groups.</summary>
    public static IReadOnlyList<KafkaNeed> OfBridge(IEnumerable<IngestTopic> topics, string groupId) =>
    [
        .. topics.SelectMany(OfTopic),
        new(KafkaNeed.Group, groupId, AclOperation.Read),
        new(KafkaNeed.Group, groupId + ".origin", AclOperation.Read),
        new(KafkaNeed.Group, groupId + ".redrive", AclOperation.Read),
    ];

    /// <summary>Who looks at dead letters and redrives them: an Api's admins, and the command.</summary>
    public static IReadOnlyList<KafkaNeed> OfDeadLetters(IngestTopic topic, string groupId) =>
    [
        new(KafkaNeed.Topic, topic.Name, AclOperation.Write),
        new(KafkaNeed.Topic, topic.DeadLetterTopic, AclOperation.Read),
        new(KafkaNeed.Group, groupId + ".redrive", AclOperation.Read),
        new(KafkaNeed.Group, groupId, AclOperation.Describe),
    ];

    /// <summary>The command that counts the whole log anew.</summary>
    public static IReadOnlyList<KafkaNeed> OfRebuild(IngestTopic topic, string groupId) =>
    [
        new(KafkaNeed.Topic, topic.Name, AclOperation.Read),
        new(KafkaNeed.Topic, topic.DeadLetterTopic, AclOperation.Read),
        new(KafkaNeed.Group, groupId + ".origin", AclOperation.Read),
        new(KafkaNeed.Group, groupId, AclOperation.Describe),
    ];

    private static IReadOnlyList<KafkaNeed> OfTopic(IngestTopic topic) =>
    [
        new(KafkaNeed.Topic, topic.Name, AclOperation.Read),
        new(KafkaNeed.Topic, topic.DeadLetterTopic, AclOperation.Read),
        new(KafkaNeed.Topic, topic.DeadLetterTopic, AclOperation.Write),
        new(KafkaNeed.Topic, topic.DeadLetterTopic, AclOperation.Delete),
    ];
}
