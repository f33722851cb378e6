using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.KafkaBridge.Log;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>Reads the events from offset 0 to what was the end of the log when the reading began.</summary>
internal sealed class WholeLog(KafkaClients clients, IOptions<KafkaOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>The end of each partition.</returns>
    /// <exception cref="LogTruncatedException">The log no longer begins at offset 0.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IReadOnlyDictionary<int, long> ReadInto(LogShadow shadow, CancellationToken cancelled)
    {
        using var consumer = clients.Quiet(new ConsumerBuilder<Ignore, ReadValue>(clients.ReaderConfig()))
            .SetValueDeserializer(new EventDeserializer()).Build();
        var ends = new Dictionary<int, long>();
        foreach (var partition in clients.Partitions(options.Value.Topic))
        {
            var bounds = consumer.QueryWatermarkOffsets(partition, Patience);
            if (bounds.Low.Value > 0)
                throw new LogTruncatedException($"Partition {partition.Partition.Value} of {partition.Topic} begins at offset {bounds.Low.Value}: what came before is in the counts only, so that they can't be made anew out of the log.");
            ends[partition.Partition.Value] = bounds.High.Value;
            if (bounds.High.Value > 0)
                Read(consumer, partition, bounds.High.Value, shadow, cancelled);
        }

        return ends;
    }

    private static void Read(IConsumer<Ignore, ReadValue> consumer, TopicPartition partition, long end, LogShadow shadow, CancellationToken cancelled)
    {
        consumer.Assign(new TopicPartitionOffset(partition, 0));
        // Control records at the end are never given out: the position says that they have been passed.
        while (consumer.Position(partition) is var position && (position.IsSpecial || position.Value < end))
        {
            cancelled.ThrowIfCancellationRequested();
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record && record.Offset.Value < end)
                shadow.Add(partition.Partition.Value, record.Offset.Value, record.Message.Value.Event);
        }
    }
}
