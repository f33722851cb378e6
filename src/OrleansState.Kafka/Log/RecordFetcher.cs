using Confluent.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Log;

/// <summary>
/// Reads single records again that a grain has refused. That is rare, and cheaper than to keep every record's bytes until
/// it is known whether they are wanted.
/// </summary>
internal sealed class RecordFetcher(KafkaClients clients, IngestTopic topic)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">The broker did not give one of them in time.</exception>
    public IReadOnlyList<DeadLetter> Fetch(int partition, string topicId, IReadOnlyList<RefusedEvent> refused)
    {
        using var consumer = clients.Quiet(new ConsumerBuilder<byte[]?, byte[]?>(clients.ReaderConfig())).Build();
        return [.. refused.OrderBy(one => one.Offset).Select(one => Fetch(consumer, partition, topicId, one))];
    }

    private DeadLetter Fetch(IConsumer<byte[]?, byte[]?> consumer, int partition, string topicId, RefusedEvent refused)
    {
        consumer.Assign(new TopicPartitionOffset(topic.Name, partition, refused.Offset));
        var record = consumer.Consume(Patience);
        if (record is null)
            throw new TimeoutException($"Kafka did not give the record at offset {refused.Offset} of partition {partition} of {topic.Name} within {Patience.TotalSeconds} s.");
        if (record.Offset.Value != refused.Offset)
            throw new TimeoutException($"Kafka gave offset {record.Offset.Value} of partition {partition} in place of {refused.Offset}.");
        var message = record.Message;
        return new DeadLetter(
            new LogPosition(topicId, partition, refused.Offset), topic.Name, message.Timestamp, message.Key, message.Value, message.Headers, refused.Reason, refused.Detail)
        {
            Claim = RedriveOrigin.TryRead(message.Headers, out var origin) && origin is not null ? RedriveClaim.Of(origin, message.Key, message.Value) : null,
        };
    }
}
