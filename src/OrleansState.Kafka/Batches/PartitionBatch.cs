using System.Collections.Immutable;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Batches;

/// <summary>A stretch of a partition, ready to be delivered.</summary>
/// <param name="Slots">The events by slot and key.</param>
/// <param name="Letters">What can't be used. Their origin lacks the topic's id, which the reader does not know.</param>
/// <param name="Claims">What records at these offsets say of where they first lay; nothing of it is in the events or the letters yet.</param>
/// <param name="Records">All records of the stretch.</param>
/// <param name="Skipped">Records without a value, or that the topic's reader skips.</param>
/// <param name="NextOffset">Where the next stretch begins.</param>
/// <param name="Lost">What the log had deleted before it could be read.</param>
internal sealed record PartitionBatch<TEvent>(
    ImmutableArray<SlotEvents<TEvent>> Slots,
    ImmutableArray<DeadLetter> Letters,
    IReadOnlyDictionary<long, RedriveClaim> Claims,
    int Records,
    int Skipped,
    long NextOffset,
    ImmutableArray<LostRecords> Lost)
{
    /// <summary>The batch with what is borne out of its claims; the rest are events like any other.</summary>
    public PartitionBatch<TEvent> Honour(IReadOnlySet<RedriveClaim> proven)
    {
        foreach (var slot in Slots)
        {
            foreach (var events in slot.Keys)
                events.Honour(Claims, proven);
        }

        return this with { Letters = [.. Letters.Select(letter => letter.Honour(proven))] };
    }
}

/// <summary>The events of one slot's keys.</summary>
internal readonly record struct SlotEvents<TEvent>(int Slot, ImmutableArray<KeyEvents<TEvent>> Keys);
