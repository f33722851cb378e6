using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>A stretch of a partition, ready to be counted.</summary>
/// <param name="Slots">The clicks by slot and user.</param>
/// <param name="Letters">What can't be used. Their origin lacks the log, which the reader does not know.</param>
/// <param name="Records">All records of the stretch.</param>
/// <param name="Skipped">Records without a value.</param>
/// <param name="NextOffset">Where the next stretch begins.</param>
internal sealed record PartitionBatch(
    ImmutableArray<SlotClicks> Slots, ImmutableArray<DeadLetter> Letters, int Records, int Skipped, long NextOffset);

/// <summary>The clicks of one slot's users.</summary>
internal readonly record struct SlotClicks(int Slot, ImmutableArray<UserClicks> Users);
