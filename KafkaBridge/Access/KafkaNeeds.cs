using Confluent.Kafka.Admin;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge.Access;

/// <summary>What each process has to be allowed in Kafka. docs/deployment.md lists the same.</summary>
internal static class KafkaNeeds
{
    /// <summary>The bridge reads events, writes letters, reads them again to bear out what was redriven, deletes those of erased users, and keeps its progress in groups.</summary>
    public static IReadOnlyList<KafkaNeed> OfBridge(KafkaOptions kafka) =>
    [
        new(KafkaNeed.Topic, kafka.Topic, AclOperation.Read),
        new(KafkaNeed.Topic, kafka.DeadLetterTopic, AclOperation.Read),
        new(KafkaNeed.Topic, kafka.DeadLetterTopic, AclOperation.Write),
        new(KafkaNeed.Topic, kafka.DeadLetterTopic, AclOperation.Delete),
        new(KafkaNeed.Group, kafka.GroupId, AclOperation.Read),
        new(KafkaNeed.Group, kafka.GroupId + ".origin", AclOperation.Read),
        new(KafkaNeed.Group, kafka.GroupId + ".redrive", AclOperation.Read),
    ];

    /// <summary>Who looks at dead letters and redrives them: an Api's admins, and the command.</summary>
    public static IReadOnlyList<KafkaNeed> OfDeadLetters(KafkaOptions kafka) =>
    [
        new(KafkaNeed.Topic, kafka.Topic, AclOperation.Write),
        new(KafkaNeed.Topic, kafka.DeadLetterTopic, AclOperation.Read),
        new(KafkaNeed.Group, kafka.GroupId + ".redrive", AclOperation.Read),
        new(KafkaNeed.Group, kafka.GroupId, AclOperation.Describe),
    ];

    /// <summary>The command that counts the whole log anew.</summary>
    public static IReadOnlyList<KafkaNeed> OfRebuild(KafkaOptions kafka) =>
    [
        new(KafkaNeed.Topic, kafka.Topic, AclOperation.Read),
        new(KafkaNeed.Topic, kafka.DeadLetterTopic, AclOperation.Read),
        new(KafkaNeed.Group, kafka.GroupId + ".origin", AclOperation.Read),
        new(KafkaNeed.Group, kafka.GroupId, AclOperation.Describe),
    ];
}
