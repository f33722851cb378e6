using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Log;

/// <summary>Reads a stretch of a partition again, for the few users who could not be counted when it was read first.</summary>
internal sealed class StretchReader(KafkaClients clients, IOptions<KafkaOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly UnreadableBatches _batches = new(clients);

    /// <param name="partition">The partition.</param>
    /// <param name="from">The first offset.</param>
    /// <param name="last">The last offset. What is read may end before it, with as many clicks as one batch has.</param>
    /// <param name="users">Whose clicks.</param>
    /// <exception cref="TimeoutException">The broker gave nothing, though the stretch was not at its end.</exception>
    /// <exception cref="KafkaException">The broker did not answer, or deleted records behind the reader.</exception>
    public LogStretch Read(int partition, long from, long last, IReadOnlySet<string> users)
    {
        var config = clients.ReaderConfig();
        config.EnablePartitionEof = true;
        // Records that are deleted behind the reader are found missing by the next try, and not passed over.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        var keys = new KeyDeserializer();
        using var consumer = clients.Quiet(new ConsumerBuilder<Ignore, ReadValue>(config)).SetKeyDeserializer(keys).SetValueDeserializer(new EventDeserializer()).Build();
        var place = new TopicPartition(options.Value.Topic, partition);
        var first = Math.Max(from, consumer.QueryWatermarkOffsets(place, Patience).Low.Value);
        consumer.Assign(new TopicPartitionOffset(place, first));
        var builder = new BatchBuilder();
        var next = first;
        while (next <= last && !builder.IsFull)
        {
            try
            {
                var record = consumer.Consume(Patience)
                    ?? throw new TimeoutException($"Kafka gave nothing of partition {partition} from offset {next} on within {Patience.TotalSeconds} s.");
                next = record.IsPartitionEOF ? last + 1 : record.Offset.Value + 1;
                if (!record.IsPartitionEOF && record.Offset.Value <= last)
                    Gather(record, users, keys, builder);
            }
            catch (ConsumeException batch) when (batch.IsUnreadableBatch())
            {
                // Its places are dead letters.
                next = Math.Max(next, _batches.FindEnd(place, batch.ConsumerRecord.Offset.Value));
                consumer.Assign(new TopicPartitionOffset(place, next));
            }
        }

        return new LogStretch(builder.Close(), next, first - from);
    }

    private static void Gather(ConsumeResult<Ignore, ReadValue> record, IReadOnlySet<string> users, KeyDeserializer keys, BatchBuilder builder)
    {
        if (record.Message.Value.Event is { Fault: null, UserId: { } user } read && users.Contains(user))
            builder.Add(record.Offset.Value, read, null, read.Origin is { } origin ? RedriveClaim.Of(origin, keys.LastKey, record.Message.Value.Bytes) : null);
    }
}
