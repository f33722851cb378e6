using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Log;

/// <summary>
/// Fetches the partitions of this bridge on one thread and puts what it reads into their inboxes. It is no member of the
/// group: each partition is assigned by hand, at the offset that its worker wants, and may be assigned anew at any time.
/// </summary>
internal sealed partial class LogReader : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RoomPatience = TimeSpan.FromMilliseconds(100);

    private readonly string _topic;
    private readonly ILogger<LogReader> _logger;
    private readonly KeyDeserializer _keys = new();
    private readonly IConsumer<Ignore, ReadValue> _consumer;
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly Dictionary<int, PartitionInbox> _inboxes = [];
    private readonly Thread _thread;
    private volatile bool _stopping;

    public LogReader(KafkaClients clients, IOptions<KafkaOptions> options, ILogger<LogReader> logger)
    {
        _topic = options.Value.Topic;
        _logger = logger;
        _consumer = clients.Quiet(new ConsumerBuilder<Ignore, ReadValue>(clients.ReaderConfig()))
            .SetKeyDeserializer(_keys).SetValueDeserializer(new EventDeserializer()).Build();
        _thread = new Thread(Run) { IsBackground = true, Name = "kafka log reader" };
        _thread.Start();
    }

    /// <summary>Reads a partition from this offset on, whatever was read of it before.</summary>
    public void ReadFrom(PartitionInbox inbox, long offset) => _commands.Enqueue(() =>
    {
        Unassign(inbox.Partition);
        _consumer.IncrementalAssign([new TopicPartitionOffset(_topic, inbox.Partition, offset)]);
        _inboxes[inbox.Partition] = inbox;
    });

    /// <summary>Reads a partition no longer.</summary>
    public void Leave(PartitionInbox inbox) => _commands.Enqueue(() =>
    {
        if (_inboxes.TryGetValue(inbox.Partition, out var current) && ReferenceEquals(current, inbox))
            Unassign(inbox.Partition);
    });

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
            try
            {
                RunCommands();
                if (_consumer.Consume(Poll) is { } record)
                    Deliver(record);
            }
            catch (ConsumeException fault)
            {
                LogFault(fault.Error.Reason);
            }
            catch (KafkaException fault)
            {
                LogFault(fault.Error.Reason);
            }
        }
    }

    /// <summary>One that the client refuses for the moment stays first in the queue: without it a partition would go unread for good.</summary>
    private void RunCommands()
    {
        while (_commands.TryPeek(out var command))
        {
            command();
            _commands.TryDequeue(out _);
        }
    }

    private void Deliver(ConsumeResult<Ignore, ReadValue> record)
    {
        if (!_inboxes.TryGetValue(record.Partition.Value, out var inbox))
            return;
        var (read, bytes) = record.Message.Value;
        var letter = read.Fault is null ? null : ToDeadLetter(record, bytes!);
        if (inbox.Add(record.Offset.Value, read, letter))
            return;
        // One that is slower than the log is waited for, briefly: it usually is about to take what it has. One that
        // stands still must not hold up the others, and gets nothing more until it goes on.
        if (!inbox.WaitForRoom(RoomPatience))
            Hold(inbox);
    }

    private void Hold(PartitionInbox inbox)
    {
        TopicPartition[] partition = [new TopicPartition(_topic, inbox.Partition)];
        _consumer.Pause(partition);
        inbox.WhenRoom(() => _commands.Enqueue(() =>
        {
            if (_inboxes.GetValueOrDefault(inbox.Partition) == inbox)
                _consumer.Resume(partition);
        }));
    }

    private DeadLetter ToDeadLetter(ConsumeResult<Ignore, ReadValue> record, byte[] bytes) => new(
        record.Message.Value.Event.Origin ?? new Clicks.LogPosition("", record.Partition.Value, record.Offset.Value),
        _topic, record.Message.Timestamp, _keys.LastKey, bytes, record.Message.Headers,
        record.Message.Value.Event.Fault!.Reason, record.Message.Value.Event.Fault!.Detail);

    private void Unassign(int partition)
    {
        if (_inboxes.Remove(partition))
            _consumer.IncrementalUnassign([new TopicPartition(_topic, partition)]);
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Reading the log failed for the moment: {Reason}")]
    private partial void LogFault(string reason);
}
