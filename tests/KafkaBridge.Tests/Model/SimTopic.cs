using Confluent.Kafka;
using OrleansState.Kafka;
using OrleansState.Kafka.Batches;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>A topic in memory. A user of null is a record that can't be read.</summary>
internal sealed class SimTopic
{
    public const string Log = "log";

    private readonly Lock _gate = new();
    private readonly List<string?>[] _partitions = [.. Enumerable.Range(0, World.Partitions).Select(_ => new List<string?>())];
    private readonly List<PartitionInbox<ClickEvent>> _inboxes = [];

    public long End(int partition)
    {
        lock (_gate)
            return _partitions[partition].Count;
    }

    public LogPosition Append(int partition, string? user)
    {
        lock (_gate)
        {
            var offset = _partitions[partition].Count;
            _partitions[partition].Add(user);
            foreach (var inbox in _inboxes.Where(i => i.Partition == partition))
                Deliver(inbox, offset);
            return new LogPosition(Log, partition, offset);
        }
    }

    public void ReadFrom(PartitionInbox<ClickEvent> inbox, long offset)
    {
        lock (_gate)
        {
            _inboxes.Add(inbox);
            for (var next = (int)offset; next < _partitions[inbox.Partition].Count; next++)
                Deliver(inbox, next);
        }
    }

    public void Leave(PartitionInbox<ClickEvent> inbox)
    {
        lock (_gate)
            _inboxes.Remove(inbox);
    }

    public LogStretch<ClickEvent> ReadAgain(int partition, long from, long last, IReadOnlySet<string> keys, Func<string, int> slotOf)
    {
        var builder = new BatchBuilder<ClickEvent>(slotOf);
        lock (_gate)
        {
            for (var offset = from; offset <= last; offset++)
            {
                if (_partitions[partition][(int)offset] is { } user && keys.Contains(user))
                    builder.Add(offset, ReadEvent.Of(user, new ClickEvent("click")), null, null);
            }
        }

        return new LogStretch<ClickEvent>(builder.Close(), last + 1, 0);
    }

    public static DeadLetter Letter(LogPosition origin, string reason) =>
        new(origin, "events", Timestamp.Default, null, null, null, reason, "");

    private void Deliver(PartitionInbox<ClickEvent> inbox, int offset)
    {
        // The reader does not know which log it reads, as the real one.
        if (_partitions[inbox.Partition][offset] is { } user)
            inbox.Add(offset, ReadEvent.Of(user, new ClickEvent("click")), null);
        else
            inbox.Add(offset, ReadEvent.Unusable<ClickEvent>(EventFault.NotAnObject), Letter(new LogPosition("", inbox.Partition, offset), "not-an-object"));
    }
}
