using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Topics;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>What an admin does with the dead letters of a topic, where no bridge runs.</summary>
internal static class DeadLetterQueues
{
    public static DeadLetterQueue Of(KafkaFixture kafka, Topic topic)
    {
        var clients = KafkaParts.Clients(kafka.BootstrapServers, topic.Name);
        var source = new IngestTopic(topic.Name, topic.DeadLetters, null);
        return new DeadLetterQueue(source, new DeadLetterTopic(clients, source), clients);
    }
}
