using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Partitions;
using OrleansState.Kafka.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Log;

/// <summary>
/// Fetches the partitions of this bridge on one thread and puts what it reads into their inboxes. It is no member of the
/// group: each partition is assigned by hand, at the offset that its worker wants, and may be assigned anew at any time.
/// A partition is never paused: a pause outlives the assignment, and so the inbox that would end it.
/// </summary>
internal sealed class LogReader<TEvent> : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RoomPatience = TimeSpan.FromMilliseconds(100);

    /// <summary>Between a fault and the next try. Other partitions go on meanwhile.</summary>
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly string _topic;
    private readonly LogBounds _bounds;
    private readonly TimeProvider _clock;
    private readonly ILogger<LogReader<TEvent>> _logger;
    private readonly KeyDeserializer _keys = new();
    private readonly IConsumer<Ignore, ReadValue<TEvent>> _consumer;

    /// <summary>What is wanted of each partition, by whoever wanted it last.</summary>
    private readonly ConcurrentDictionary<int, Reading<TEvent>> _wanted = new();

    /// <summary>What the client is assigned to at present; the thread's own. What comes of an earlier assignment belongs to no inbox.</summary>
    private readonly Dictionary<int, Reading<TEvent>> _assigned = [];

    /// <summary>Partitions of which something else is wanted than before.</summary>
    private readonly ConcurrentQueue<int> _changed = new();
    private readonly UnreadableBatches _batches;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public LogReader(KafkaClients clients, IngestTopic topic, LogBounds bounds, IRecordReader<TEvent> reader, TimeProvider clock, ILogger<LogReader<TEvent>> logger)
    {
        (_topic, _bounds, _clock, _logger) = (topic.Name, bounds, clock, logger);
        _batches = new UnreadableBatches(clients);
        var config = clients.ReaderConfig();
        // Where the log ends is told as well: what ends a transaction has an offset, and is no record that is given out.
        config.EnablePartitionEof = true;
        // An offset that the log no longer has is no reason to go on somewhere else without a word.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        _consumer = clients.Quiet(new ConsumerBuilder<Ignore, ReadValue<TEvent>>(config))
            .SetKeyDeserializer(_keys).SetValueDeserializer(new EventDeserializer<TEvent>(reader, _keys)).Build();
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka log reader of {topic.Name}" };
        _thread.Start();
    }

    /// <summary>Reads a partition from this offset on, whatever was read of it before.</summary>
    public void ReadFrom(PartitionInbox<TEvent> inbox, long offset)
    {
        _wanted[inbox.Partition] = new Reading<TEvent>(inbox, offset);
        _changed.Enqueue(inbox.Partition);
    }

    /// <summary>Reads a partition no longer.</summary>
    public void Leave(PartitionInbox<TEvent> inbox)
    {
        if (_wanted.TryGetValue(inbox.Partition, out var reading) && ReferenceEquals(reading.Inbox, inbox) && _wanted.TryRemove(new(inbox.Partition, reading)))
            _changed.Enqueue(inbox.Partition);
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _consumer.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            AssignChanged();
            try
            {
                if (_consumer.Consume(Poll) is { } result)
                    Take(result);
            }
            catch (ConsumeException fault) when (fault.IsUnreadableBatch())
            {
                StepOver(fault);
            }
            catch (ConsumeException fault)
            {
                Take(fault);
            }
            catch (KafkaException fault)
            {
                IngestLog.Fault(_logger, _topic, fault.Error.Reason);
            }
        }
    }

    /// <summary>
    /// Each partition that has changed, once: one that the client refuses for the moment is tried again after the others,
    /// since without it the partition would go unread for good.
    /// </summary>
    private void AssignChanged()
    {
        for (var left = _changed.Count; left > 0 && _changed.TryDequeue(out var partition); left--)
        {
            try
            {
                Assign(new TopicPartition(_topic, partition));
            }
            catch (Exception refused) when (refused is KafkaException or InvalidOperationException)
            {
                IngestLog.NotAssigned(_logger, _topic, partition, refused.Message);
                Later(() => _changed.Enqueue(partition));
            }
        }
    }

    /// <summary>Has the client read what is wanted. What it is assigned to is asked of itself, so that a try which failed half way does no harm.</summary>
    private void Assign(TopicPartition place)
    {
        _assigned.Remove(place.Partition.Value);
        if (_consumer.Assignment.Contains(place))
            _consumer.IncrementalUnassign([place]);
        if (!_wanted.TryGetValue(place.Partition.Value, out var reading) || reading.IsResting)
            return;
        _consumer.IncrementalAssign([new TopicPartitionOffset(place, reading.Next)]);
        _assigned[place.Partition.Value] = reading;
    }

    private void Take(ConsumeResult<Ignore, ReadValue<TEvent>> result)
    {
        if (!_assigned.TryGetValue(result.Partition.Value, out var reading) || result.Offset.Value < reading.Next)
            return;
        try
        {
            if (!result.IsPartitionEOF)
                Deliver(reading, result);
            else if (result.Offset.Value > reading.Next)
                reading.Inbox.Pass(reading.Next = result.Offset.Value);
        }
        catch (Exception fault) when (fault is not KafkaException)
        {
            // Whatever it is: this thread reads all partitions, and a record that can't be taken may not be passed over.
            IngestLog.NotTaken(_logger, fault, _topic, reading.Partition, reading.Next);
            TryAgain(reading);
        }
    }

    private void Deliver(Reading<TEvent> reading, ConsumeResult<Ignore, ReadValue<TEvent>> record)
    {
        var value = record.Message.Value;
        var claim = value.Origin is { } origin ? RedriveClaim.Of(origin, _keys.LastKey, value.Bytes) : null;
        var letter = value.Event.Fault is null ? null : ToDeadLetter(record) with { Claim = claim };
        var hasRoom = reading.Inbox.Add(record.Offset.Value, value.Event, letter, claim);
        reading.Next = record.Offset.Value + 1;
        if (hasRoom)
            return;
        // One that is slower than the log is waited for, briefly: it usually is about to take what it has. One that
        // stands still must not hold up the others, and gets nothing more until it goes on.
        if (reading.Inbox.WaitForRoom(RoomPatience))
            return;
        Rest(reading);
        reading.Inbox.WhenRoom(() => GoOn(reading));
    }

    /// <summary>A fault of one partition. Nothing of it may be passed over, and the others go on.</summary>
    private void Take(ConsumeException fault)
    {
        var partition = fault.ConsumerRecord.Partition.Value;
        if (!_assigned.TryGetValue(partition, out var reading))
        {
            IngestLog.Fault(_logger, _topic, fault.Error.Reason);
            return;
        }

        IngestLog.PartitionFault(_logger, _topic, partition, fault.Error.Reason);
        switch (fault.Error.Code)
        {
            case ErrorCode.Local_AutoOffsetReset or ErrorCode.Local_LogTruncation:
                Rest(reading);
                _ = RelocateAsync(reading);
                break;
            case ErrorCode.Local_KeyDeserialization or ErrorCode.Local_ValueDeserialization:
                // The client has passed the record: it is read again until it can be read.
                TryAgain(reading);
                break;
        }
    }

    /// <summary>
    /// Goes on where the log begins at present, and tells the worker what lay before it. Which offset the client speaks of is
    /// of no interest: it may be that of an earlier assignment.
    /// </summary>
    private async Task RelocateAsync(Reading<TEvent> reading)
    {
        try
        {
            var wanted = reading.Next;
            var (first, end) = await _bounds.OfAsync(reading.Partition);
            var counted = await _bounds.CommittedAsync(reading.Partition) ?? 0;
            if (first > wanted)
                reading.Inbox.Lose(new LostRecords(wanted, first, Math.Clamp(counted, wanted, first) - wanted));
            else if (end < wanted)
                IngestLog.Shorter(_logger, _topic, reading.Partition, wanted, first);
            if (wanted < first || end < wanted)
                reading.Next = first;
            GoOn(reading);
        }
        catch (Exception fault)
        {
            // Whatever it is: nobody else would have the partition go on.
            IngestLog.PartitionFault(_logger, _topic, reading.Partition, fault.Message);
            Later(() => GoOn(reading));
        }
    }

    private void TryAgain(Reading<TEvent> reading)
    {
        Rest(reading);
        Later(() => GoOn(reading));
    }

    private void Rest(Reading<TEvent> reading)
    {
        reading.IsResting = true;
        _changed.Enqueue(reading.Partition);
    }

    private void GoOn(Reading<TEvent> reading)
    {
        reading.IsResting = false;
        _changed.Enqueue(reading.Partition);
    }

    private void Later(Action action) => _ = Task.Delay(FaultPause, _clock).ContinueWith(_ => action(), TaskScheduler.Default);

    private DeadLetter ToDeadLetter(ConsumeResult<Ignore, ReadValue<TEvent>> record)
    {
        var (read, _, bytes, length) = record.Message.Value;
        var key = _keys.LastKey;
        return new DeadLetter(
            new LogPosition("", record.Partition.Value, record.Offset.Value),
            _topic, record.Message.Timestamp, key, bytes, record.Message.Headers, read.Fault!.Reason, read.Fault.Detail)
        {
            LostKeyBytes = key is null ? Math.Max(0, _keys.LastLength) : 0,
            LostValueBytes = bytes is null ? length : 0,
        };
    }

    /// <summary>
    /// The client stays before a batch that it can't unpack. Where that ends is found out beside the reading of the other
    /// partitions; then each of its places becomes a dead letter, and the partition goes on behind it.
    /// </summary>
    private void StepOver(ConsumeException fault)
    {
        var partition = fault.ConsumerRecord.Partition.Value;
        if (!_assigned.TryGetValue(partition, out var reading))
            return;
        IngestLog.Unreadable(_logger, _topic, partition, fault.ConsumerRecord.Offset.Value, fault.Error.Reason);
        Rest(reading);
        _ = StepOverAsync(reading, fault.ConsumerRecord.Offset.Value, fault.Error.Reason);
    }

    private async Task StepOverAsync(Reading<TEvent> reading, long begin, string reason)
    {
        try
        {
            var end = await Task.Run(() => _batches.FindEnd(new TopicPartition(_topic, reading.Partition), begin));
            var hasRoom = true;
            for (; hasRoom && reading.Next < end; reading.Next++)
                hasRoom = reading.Inbox.Add(reading.Next, default, DeadLetter.WithoutContent(new LogPosition("", reading.Partition, reading.Next), _topic, EventFault.Unreadable(reason)));
            // A batch may have any number of places: the client comes upon it again, and what is left of it is taken then.
            if (hasRoom)
                GoOn(reading);
            else
                reading.Inbox.WhenRoom(() => GoOn(reading));
        }
        catch (Exception fault)
        {
            // Whatever it is: the client comes upon the batch again.
            IngestLog.PartitionFault(_logger, _topic, reading.Partition, fault.Message);
            Later(() => GoOn(reading));
        }
    }
}
