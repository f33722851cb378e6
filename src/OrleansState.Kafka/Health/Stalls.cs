using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansState.Kafka.Health;

/// <summary>
/// Which partitions stand still: events wait, and the checkpoint does not move. Why is of no interest here, so that
/// whatever may be the cause is noticed. Where the log's end or the checkpoint can't be learnt, events may be waiting.
/// </summary>
internal sealed class Stalls(TimeProvider clock, ILogger<Stalls> logger)
{
    /// <summary>Longer than a store, a silo or a broker takes to come back, with the retries behind it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TopicPartition, State> _states = new();

    /// <summary>Every partition that is looked at, in order.</summary>
    public IReadOnlyList<PartitionSight> Sights => [.. _states.OrderBy(s => s.Key).Select(s => Show(s.Key, s.Value))];

    /// <summary>Takes a look at a partition.</summary>
    /// <param name="partition">Which.</param>
    /// <param name="end">The log's end; null where it could not be learnt.</param>
    /// <param name="position">The checkpoint; null where it could not be learnt.</param>
    public void Look(TopicPartition partition, long? end, long? position)
    {
        var before = _states.GetValueOrDefault(partition);
        var waits = end is null || position is null || position < end;
        var state = new State(end, position, before is null || !waits || position != before.Position ? clock.GetTimestamp() : before.Since, before?.IsTold ?? false);
        var sight = Show(partition, state);
        if (sight.IsStalled && !state.IsTold)
            IngestLog.Stalled(logger, partition.Topic, partition.Partition.Value, sight.Age.TotalSeconds, position, end);
        else if (!sight.IsStalled && state.IsTold)
            IngestLog.GoesOn(logger, partition.Topic, partition.Partition.Value, position, end);
        _states[partition] = state with { IsTold = sight.IsStalled };
    }

    /// <summary>Looks at no partition any longer but these.</summary>
    public void Keep(IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var partition in _states.Keys.Except(partitions))
            _states.TryRemove(partition, out _);
    }

    private PartitionSight Show(TopicPartition partition, State state)
    {
        var age = clock.GetElapsedTime(state.Since);
        return new PartitionSight(partition, state.Lag, age, state.Lag != 0 && age >= Patience);
    }

    private sealed record State(long? End, long? Position, long Since, bool IsTold)
    {
        public long? Lag => End - Position is { } lag ? Math.Max(0, lag) : null;
    }
}
