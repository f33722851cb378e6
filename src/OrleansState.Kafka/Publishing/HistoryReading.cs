using System.Globalization;
using System.Text;
using Confluent.Kafka;
using OrleansState.Kafka.Log;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Publishing;

/// <summary>One look at what was told of a key: stretches of its partition, the newest first, each longer than the one before.</summary>
internal sealed class HistoryReading(KafkaClients clients, string topic, string key, int limit, Func<ToldEvent, bool>? endsAt, TimeProvider clock)
{
    private const int FirstStretch = 2_000;
    private const int LongestStretch = 256_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The oldest first.</summary>
    private List<ToldEvent> _events = [];
    private bool _isCut;
    private bool _hasEnded;
    private long _began;

    public ToldEvents Read(CancellationToken cancelled)
    {
        if (Partition() is not { } partition)
            return new ToldEvents([], IsWhole: true);
        using var consumer = clients.Quiet(new ConsumerBuilder<byte[]?, byte[]?>(clients.StretchConfig())).Build();
        var bounds = consumer.QueryWatermarkOffsets(partition, Patience);
        var (first, end) = (bounds.Low.Value, bounds.High.Value);
        _began = clock.GetTimestamp();
        for (var stretch = FirstStretch; end > first && !_hasEnded && !_isCut && _events.Count < limit && HasTime; stretch = Math.Min(2 * stretch, LongestStretch))
        {
            cancelled.ThrowIfCancellationRequested();
            var from = Math.Max(first, end - stretch);
            if (ReadStretch(consumer, partition, from, end, cancelled) is not { } older)
                break;
            Put(older);
            end = from;
        }

        _events.Reverse();
        return new ToldEvents(_events, IsWhole: !_isCut && (_hasEnded || end <= first));
    }

    private bool HasTime => clock.GetElapsedTime(_began) < KafkaEventHistory.MaxTime;

    /// <summary>Where the key's events lie; null where there is no such topic, in which nothing was told.</summary>
    private TopicPartition? Partition()
    {
        using var admin = clients.Admin();
        // All topics are asked for, not this one: a broker may make one that is asked for by its name.
        var known = admin.GetMetadata(Patience).Topics.FirstOrDefault(found => found.Topic == topic);
        return known is null or { Partitions.Count: 0 } ? null : new TopicPartition(topic, KeyPartition.Of(_key, known.Partitions.Count));
    }

    /// <summary>The key's events of a stretch, the oldest first and each once; null where there was no time to come to its end.</summary>
    private List<ToldEvent>? ReadStretch(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, long from, long end, CancellationToken cancelled)
    {
        consumer.Assign(new TopicPartitionOffset(partition, from));
        var (kept, seen, bytes) = (new Queue<ToldEvent>(), new HashSet<string>(StringComparer.Ordinal), 0L);
        for (var next = from; next < end;)
        {
            cancelled.ThrowIfCancellationRequested();
            if (!HasTime)
                return null;
            if (!TryConsume(consumer, partition, out var record, out var behind))
            {
                next = behind;
                continue;
            }

            if (record is null || record.Offset.Value >= end)
                break;
            next = record.Offset.Value + 1;
            if (record.Message.Key is not { } found || !found.AsSpan().SequenceEqual(_key) || EventOf(record.Message) is not { } told || !seen.Add(told.Id))
                continue;
            kept.Enqueue(told);
            bytes += told.Data.Length;
            while (kept.Count > limit || (bytes > KafkaEventHistory.MaxBytes && kept.Count > 1))
            {
                bytes -= kept.Dequeue().Data.Length;
                _isCut = true;
            }
        }

        return [.. kept];
    }

    /// <summary>Older events come before those that are known. One that came twice stands where it came first.</summary>
    private void Put(List<ToldEvent> older)
    {
        var ids = older.Select(told => told.Id).ToHashSet(StringComparer.Ordinal);
        _events = [.. older, .. _events.Where(told => !ids.Contains(told.Id))];
        if (endsAt is not null && _events.FindLastIndex(told => endsAt(told)) is var last and >= 0)
        {
            var until = _events[last].Time;
            _events = [.. _events.Skip(last + 1).Where(told => told.Time > until)];
            // What was cut lay before it.
            (_hasEnded, _isCut) = (true, false);
        }

        var (from, bytes) = (_events.Count, 0L);
        while (from > 0 && _events.Count - from < limit && ((bytes += _events[from - 1].Data.Length) <= KafkaEventHistory.MaxBytes || from == _events.Count))
            from--;
        if (from == 0)
            return;
        _events.RemoveRange(0, from);
        _isCut = true;
    }

    /// <param name="consumer">Reads it.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The next record; null at the partition's end.</param>
    /// <param name="behind">Where to go on behind a batch that can't be read.</param>
    /// <returns>False: there lies such a batch. Nobody of us wrote it.</returns>
    private bool TryConsume(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, out ConsumeResult<byte[]?, byte[]?>? record, out long behind)
    {
        (record, behind) = (null, 0);
        while (true)
        {
            try
            {
                var read = consumer.Consume(Patience) ?? throw new TimeoutException($"Kafka gave nothing of {topic} within {Patience.TotalSeconds} s, though its end was not reached.");
                record = read.IsPartitionEOF ? null : read;
                return true;
            }
            catch (ConsumeException fault) when (fault.IsUnreadableBatch())
            {
                behind = new UnreadableBatches(clients).FindEnd(partition, fault.ConsumerRecord.Offset.Value);
                consumer.Assign(new TopicPartitionOffset(partition, behind));
                return false;
            }
            catch (ConsumeException denied) when (denied.Error.Code is ErrorCode.GroupAuthorizationFailed && HasTime)
            {
                // The client looks for the coordinator of a group that nobody here needs.
            }
        }
    }

    /// <summary>Null for a record that is none of our events.</summary>
    private static ToldEvent? EventOf(Message<byte[]?, byte[]?> message) =>
        Header(message, EventHeaders.Id) is { Length: > 0 } id && Header(message, EventHeaders.Type) is { Length: > 0 } type && message.Value is { } data
        && DateTimeOffset.TryParse(Header(message, EventHeaders.Time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new ToldEvent(id, type, time, data)
            : null;

    private static string? Header(Message<byte[]?, byte[]?> message, string name) =>
        message.Headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;
}
