using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>Reads the dead-letter topic to what was its end when the reading began, one letter at a time in memory.</summary>
internal sealed class DeadLetterTopic(KafkaClients clients, IngestTopic topic)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _topic = topic.DeadLetterTopic;
    private readonly UnreadableBatches _batches = new(clients);

    /// <summary>The group whose committed offsets say how far a redrive of everything has come.</summary>
    private readonly string _redriveGroup = clients.GroupId + ".redrive";

    /// <summary>All letters.</summary>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IEnumerable<StoredDeadLetter> Read() => Read((_, low, _) => low);

    /// <summary>The letters from an offset of each partition on.</summary>
    /// <param name="from">Where to begin: given the partition, the offset of its oldest letter and the one behind its newest.</param>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IEnumerable<StoredDeadLetter> Read(Func<int, long, long, long> from)
    {
        var config = clients.ReaderConfig();
        // The end of a partition may be a transaction's marker, which is no record and is never given out.
        config.EnablePartitionEof = true;
        using var consumer = clients.Quiet(new ConsumerBuilder<byte[]?, byte[]?>(config)).Build();
        foreach (var partition in clients.Partitions(_topic))
        {
            var ends = consumer.QueryWatermarkOffsets(partition, Patience);
            var start = Math.Max(ends.Low.Value, from(partition.Partition.Value, ends.Low.Value, ends.High.Value));
            foreach (var record in Read(consumer, partition, start, ends.High.Value))
                yield return StoredDeadLetter.Of(record);
        }
    }

    /// <summary>Whether this client may delete records of a partition, and its broker can: asked by deleting none.</summary>
    /// <exception cref="KafkaException">It may not, or the broker did not answer.</exception>
    public Task RequireDeletableAsync(int partition) => DeleteAsync(partition, 0);

    /// <summary>Deletes the letters of a partition below an offset: nobody reads them any more, once this has returned.</summary>
    /// <exception cref="KafkaException">The broker did not do it.</exception>
    public async Task DeleteAsync(int partition, long before)
    {
        using var admin = clients.Admin();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(_topic, partition, before)], new DeleteRecordsOptions { OperationTimeout = Patience, RequestTimeout = Patience }).ConfigureAwait(false);
    }

    /// <summary>For each partition up to where a redrive of everything has come.</summary>
    public IReadOnlyDictionary<int, long> Redriven()
    {
        using var progress = Progress();
        return progress.Committed(clients.Partitions(_topic), Patience).Where(p => !p.Offset.IsSpecial).ToDictionary(p => p.Partition.Value, p => p.Offset.Value);
    }

    /// <summary>To be given to <see cref="RememberRedriven"/>.</summary>
    public IConsumer<Ignore, Ignore> Progress() => clients.Committer(_redriveGroup);

    /// <summary>Remembers that everything below this offset of the partition has been redriven.</summary>
    public void RememberRedriven(IConsumer<Ignore, Ignore> progress, int partition, long nextOffset) =>
        progress.Commit([new TopicPartitionOffset(_topic, partition, nextOffset)]);

    private IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, long start, long end)
    {
        if (start >= end)
            yield break;
        consumer.Assign(new TopicPartitionOffset(partition, start));
        for (var next = start; next < end;)
        {
            if (!TryConsume(consumer, out var record, out var unreadable))
            {
                next = _batches.FindEnd(partition, unreadable);
                consumer.Assign(new TopicPartitionOffset(partition, next));
                continue;
            }

            if (record.IsPartitionEOF || record.Offset.Value >= end)
                yield break;
            next = record.Offset.Value + 1;
            yield return record;
        }
    }

    /// <returns>False: at this offset begins a batch that can't be read. Nobody of us wrote it.</returns>
    private bool TryConsume(IConsumer<byte[]?, byte[]?> consumer, out ConsumeResult<byte[]?, byte[]?> record, out long unreadable)
    {
        (record, unreadable) = (null!, 0);
        try
        {
            record = consumer.Consume(Patience) ?? throw new TimeoutException($"Kafka gave nothing of {_topic} within {Patience.TotalSeconds} s, though its end was not reached.");
            return true;
        }
        catch (ConsumeException fault) when (fault.IsUnreadableBatch())
        {
            unreadable = fault.ConsumerRecord.Offset.Value;
            return false;
        }
    }
}
