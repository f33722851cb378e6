using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>What an admin does with the dead letters of a topic, where no bridge runs.</summary>
internal static class DeadLetterQueues
{
    public static DeadLetterQueue Of(KafkaFixture kafka, Topic topic)
    {
        var options = Options.Create(new KafkaOptions
        {
            BootstrapServers = kafka.BootstrapServers,
            Topic = topic.Name,
            DeadLetterTopic = topic.DeadLetters,
            GroupId = topic.Name,
        });
        var clients = new KafkaClients(options, NullLogger<KafkaClients>.Instance);
        return new DeadLetterQueue(new DeadLetterTopic(clients, options), clients, options);
    }
}
