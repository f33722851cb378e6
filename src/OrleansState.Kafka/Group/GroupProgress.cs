using System.Collections.Concurrent;
using Confluent.Kafka;

namespace OrleansState.Kafka.Group;

/// <summary>How far each partition of ours has come: for the commits to Kafka that the lag tools look at, from where nothing is ever read, and for who looks whether it goes on.</summary>
internal sealed class GroupProgress
{
    private readonly ConcurrentDictionary<TopicPartition, long> _positions = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _uncommitted = new();

    /// <summary>A worker begins here, at its checkpoint.</summary>
    public void Begun(TopicPartition partition, long nextOffset) => _positions[partition] = nextOffset;

    /// <summary>The checkpoint of this partition has passed everything below this offset.</summary>
    public void Reached(TopicPartition partition, long nextOffset) => _positions[partition] = _uncommitted[partition] = nextOffset;

    /// <summary>Where the checkpoint is; null where that has not been learnt yet.</summary>
    public long? PositionOf(TopicPartition partition) => _positions.TryGetValue(partition, out var position) ? position : null;

    /// <summary>What has been reached and not been taken yet.</summary>
    public IReadOnlyList<KeyValuePair<TopicPartition, long>> Take(Func<TopicPartition, bool> isOurs)
    {
        var taken = new List<KeyValuePair<TopicPartition, long>>();
        foreach (var partition in _uncommitted.Keys.Where(isOurs))
        {
            if (_uncommitted.TryRemove(partition, out var offset))
                taken.Add(new(partition, offset));
        }

        return taken;
    }

    /// <summary>Takes back what could not be committed, unless more has been reached since.</summary>
    public void GiveBack(IReadOnlyList<KeyValuePair<TopicPartition, long>> taken)
    {
        foreach (var (partition, offset) in taken)
            _uncommitted.TryAdd(partition, offset);
    }

    /// <summary>The partition is no longer ours, or not yet: whoever has it goes on, and an offset of ours would take the group back.</summary>
    public void Forget(TopicPartition partition)
    {
        _positions.TryRemove(partition, out _);
        _uncommitted.TryRemove(partition, out _);
    }
}
