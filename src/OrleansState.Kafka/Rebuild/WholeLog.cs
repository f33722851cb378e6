using Confluent.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Rebuild;

/// <summary>Reads the events of every partition, from where it was begun to its end, and later on from there.</summary>
internal sealed class WholeLog<TEvent> : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly KafkaClients _clients;
    private readonly IngestTopic _topic;
    private readonly IConsumer<Ignore, ReadValue<TEvent>> _consumer;
    private readonly KeyDeserializer _keys = new();
    private readonly RedriveProofs _proofs;
    private readonly UnreadableBatches _batches;
    private readonly Dictionary<int, long> _nextOffsets = [];

    private readonly bool _fromZero;

    /// <param name="clients">Makes the reader.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="reader">Makes events of records.</param>
    /// <param name="proofs">Which events were redriven, as the bridge judges it.</param>
    /// <param name="fromZero">Whether a partition is read from its beginning, wherever the bridge began it.</param>
    public WholeLog(KafkaClients clients, IngestTopic topic, IRecordReader<TEvent> reader, RedriveProofs proofs, bool fromZero)
    {
        (_clients, _topic, _proofs, _fromZero) = (clients, topic, proofs, fromZero);
        _batches = new UnreadableBatches(clients);
        var config = clients.ReaderConfig();
        // The end is announced, since what lies at a log's end may be given to nobody: markers of transactions, and what
        // was written in those that were aborted.
        config.EnablePartitionEof = true;
        // Records that were deleted behind the reader are not to be passed over.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        _consumer = clients.Quiet(new ConsumerBuilder<Ignore, ReadValue<TEvent>>(config)).SetKeyDeserializer(_keys).SetValueDeserializer(new EventDeserializer<TEvent>(reader, _keys)).Build();
    }

    /// <summary>The partitions there are.</summary>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public IReadOnlyList<int> Partitions() => [.. _clients.Partitions(_topic.Name).Select(p => p.Partition.Value)];

    /// <summary>Reads on to what is the end of each partition by then.</summary>
    /// <exception cref="LogTruncatedException">The log lacks records that have not been read.</exception>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public void ReadInto(RebuiltLog<TEvent> rebuilt, CancellationToken cancelled)
    {
        var partitions = _clients.Partitions(_topic.Name);
        var ends = new Dictionary<TopicPartition, long>();
        var origins = Origins(partitions);
        // All of them are looked at before any is read for long.
        foreach (var partition in partitions)
        {
            var bounds = _consumer.QueryWatermarkOffsets(partition, Patience);
            var next = _nextOffsets.TryGetValue(partition.Partition.Value, out var reached) ? reached : origins.GetValueOrDefault(partition.Partition.Value);
            if (bounds.Low.Value > next)
                throw Truncated(partition, bounds.Low.Value, next);
            _nextOffsets[partition.Partition.Value] = next;
            ends[partition] = bounds.High.Value;
        }

        foreach (var (partition, end) in ends)
        {
            if (_nextOffsets[partition.Partition.Value] < end)
                _nextOffsets[partition.Partition.Value] = Read(partition, end, rebuilt, cancelled);
            rebuilt.ReadUpTo(partition.Partition.Value, _nextOffsets[partition.Partition.Value]);
        }
    }

    public void Dispose() => _consumer.Dispose();

    /// <summary>Where the bridge began each partition, as it remembers it in Kafka; what lies before was somebody else's to count.</summary>
    private Dictionary<int, long> Origins(IReadOnlyList<TopicPartition> partitions)
    {
        if (_fromZero)
            return [];
        using var origins = _clients.Committer(_clients.GroupId + ".origin");
        return origins.Committed(partitions, Patience).Where(p => !p.Offset.IsSpecial).ToDictionary(p => p.Partition.Value, p => p.Offset.Value);
    }

    /// <returns>Where to read on.</returns>
    private long Read(TopicPartition partition, long end, RebuiltLog<TEvent> rebuilt, CancellationToken cancelled)
    {
        var next = _nextOffsets[partition.Partition.Value];
        _consumer.Assign(new TopicPartitionOffset(partition, next));
        while (next < end)
        {
            cancelled.ThrowIfCancellationRequested();
            try
            {
                var record = _consumer.Consume(TimeSpan.FromMilliseconds(100));
                if (record is null)
                    continue;
                if (record.IsPartitionEOF)
                    return Math.Max(next, record.Offset.Value);
                Add(rebuilt, partition.Partition.Value, record.Offset.Value, record.Message.Value);
                next = record.Offset.Value + 1;
            }
            catch (ConsumeException batch) when (batch.IsUnreadableBatch())
            {
                // Its places are dead letters, and none of them was ever counted.
                next = Math.Max(next, _batches.FindEnd(partition, batch.ConsumerRecord.Offset.Value));
                _consumer.Assign(new TopicPartitionOffset(partition, next));
            }
            catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
            {
                throw Truncated(partition, _consumer.QueryWatermarkOffsets(partition, Patience).Low.Value, next);
            }
        }

        return next;
    }

    /// <summary>As the bridge judges it: what says that it was redriven is that only where a dead letter bears it out.</summary>
    private void Add(RebuiltLog<TEvent> rebuilt, int partition, long offset, in ReadValue<TEvent> value)
    {
        if (value.Event.Key is not { } key)
            return;
        var origin = value.Origin;
        if (origin is not null)
        {
            var claim = RedriveClaim.Of(origin, _keys.LastKey, value.Bytes);
            if (!_proofs.FindAsync([claim]).GetAwaiter().GetResult().Contains(claim))
                origin = null;
        }

        rebuilt.Add(key, partition, new LoggedEvent<TEvent>(offset, value.Event.Event, origin));
    }

    private static LogTruncatedException Truncated(TopicPartition partition, long low, long next) => new(
        $"Partition {partition.Partition.Value} of {partition.Topic} begins at offset {low}, and offset {next} was to be read: what came before is in the counts only, so that they can't be made anew out of the log.");
}
