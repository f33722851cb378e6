using Confluent.Kafka;
using OrleansState.Kafka.Batches;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Log;

/// <summary>Reads a stretch of a partition again, for the few keys whose events could not be delivered when it was read first.</summary>
internal sealed class StretchReader<TEvent>(KafkaClients clients, IngestTopic topic, Func<IRecordReader<TEvent>> newReader)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly UnreadableBatches _batches = new(clients);

    /// <param name="partition">The partition.</param>
    /// <param name="from">The first offset.</param>
    /// <param name="last">The last offset. What is read may end before it, with as many events as one batch has.</param>
    /// <param name="keys">Whose events.</param>
    /// <param name="slotOf">The slot of a key.</param>
    /// <exception cref="TimeoutException">The broker gave nothing, though the stretch was not at its end.</exception>
    /// <exception cref="KafkaException">The broker did not answer, or deleted records behind the reader.</exception>
    public LogStretch<TEvent> Read(int partition, long from, long last, IReadOnlySet<string> keys, Func<string, int> slotOf)
    {
        var config = clients.ReaderConfig();
        config.EnablePartitionEof = true;
        // Records that are deleted behind the reader are found missing by the next try, and not passed over.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        var recordKeys = new KeyDeserializer();
        using var consumer = clients.Quiet(new ConsumerBuilder<Ignore, ReadValue<TEvent>>(config)).SetKeyDeserializer(recordKeys).SetValueDeserializer(new EventDeserializer<TEvent>(newReader(), recordKeys)).Build();
        var place = new TopicPartition(topic.Name, partition);
        var first = Math.Max(from, consumer.QueryWatermarkOffsets(place, Patience).Low.Value);
        consumer.Assign(new TopicPartitionOffset(place, first));
        var builder = new BatchBuilder<TEvent>(slotOf);
        var next = first;
        while (next <= last && !builder.IsFull)
        {
            try
            {
                var record = consumer.Consume(Patience)
                    ?? throw new TimeoutException($"Kafka gave nothing of partition {partition} of {topic.Name} from offset {next} on within {Patience.TotalSeconds} s.");
                next = record.IsPartitionEOF ? last + 1 : record.Offset.Value + 1;
                if (!record.IsPartitionEOF && record.Offset.Value <= last)
                    Gather(record, keys, recordKeys, builder);
            }
            catch (ConsumeException batch) when (batch.IsUnreadableBatch())
            {
                // Its places are dead letters.
                next = Math.Max(next, _batches.FindEnd(place, batch.ConsumerRecord.Offset.Value));
                consumer.Assign(new TopicPartitionOffset(place, next));
            }
        }

        return new LogStretch<TEvent>(builder.Close(), next, first - from);
    }

    private static void Gather(ConsumeResult<Ignore, ReadValue<TEvent>> record, IReadOnlySet<string> keys, KeyDeserializer recordKeys, BatchBuilder<TEvent> builder)
    {
        var value = record.Message.Value;
        if (value.Event is { Fault: null, Key: { } key } read && keys.Contains(key))
            builder.Add(record.Offset.Value, read, null, value.Origin is { } origin ? RedriveClaim.Of(origin, recordKeys.LastKey, value.Bytes) : null);
    }
}
