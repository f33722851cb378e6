using Confluent.Kafka;

namespace OrleansState.Bench.KafkaIncr;

internal static class EventConsumer
{
    public static IConsumer<Ignore, byte[]> Open(string bootstrap, string topic, string group)
    {
        var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            FetchMinBytes = 1,
            QueuedMinMessages = 200_000,
            // A full queue is looked at again after a second by default, in which a fast reader starves.
            FetchQueueBackoffMs = 10,
        }).Build();
        consumer.Subscribe(topic);
        return consumer;
    }
}
