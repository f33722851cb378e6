using Confluent.Kafka;

namespace OrleansState.Kafka.Log;

/// <summary>
/// Finds where a batch ends that the client can't unpack. It names only where that begins; so records behind it are asked
/// for, in steps that double, until one is no longer refused in the name of the same batch, and the steps are halved again.
/// </summary>
internal sealed class UnreadableBatches(KafkaClients clients)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The offset behind the batch that begins at this one.</summary>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public long FindEnd(TopicPartition partition, long begin)
    {
        var config = clients.ReaderConfig();
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        using var consumer = clients.Quiet(new ConsumerBuilder<Ignore, Ignore>(config)).Build();
        // Another may be written there meanwhile; the batch itself ends where the log does at the latest.
        var outside = consumer.QueryWatermarkOffsets(partition, Patience).High.Value;
        var inside = begin;
        for (var step = 1L; inside + step < outside; step *= 2)
        {
            if (IsInside(consumer, partition, begin, inside + step))
                inside += step;
            else
                outside = inside + step;
        }

        while (outside - inside > 1)
        {
            var middle = inside + ((outside - inside) / 2);
            if (IsInside(consumer, partition, begin, middle))
                inside = middle;
            else
                outside = middle;
        }

        return outside;
    }

    private static bool IsInside(IConsumer<Ignore, Ignore> consumer, TopicPartition partition, long begin, long offset)
    {
        try
        {
            consumer.Assign(new TopicPartitionOffset(partition, offset));
            _ = consumer.Consume(Patience) ?? throw new TimeoutException($"Kafka gave nothing at offset {offset} of {partition} within {Patience.TotalSeconds} s.");
            return false;
        }
        catch (ConsumeException fault) when (fault.IsUnreadableBatch())
        {
            return fault.ConsumerRecord.Offset.Value == begin;
        }
    }
}
