using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.KafkaBridge.DeadLetters;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>A stretch of a partition, ready to be counted.</summary>
/// <param name="Slots">The clicks by slot and user.</param>
/// <param name="Letters">What can't be used. Their origin lacks the log, which the reader does not know.</param>
/// <param name="Claims">What records at these offsets say of where they first lay; nothing of it is in the clicks or the letters yet.</param>
/// <param name="Records">All records of the stretch.</param>
/// <param name="Skipped">Records without a value.</param>
/// <param name="NextOffset">Where the next stretch begins.</param>
/// <param name="Lost">What the log had deleted before it could be read.</param>
internal sealed record PartitionBatch(
    ImmutableArray<SlotClicks> Slots,
    ImmutableArray<DeadLetter> Letters,
    IReadOnlyDictionary<long, RedriveClaim> Claims,
    int Records,
    int Skipped,
    long NextOffset,
    ImmutableArray<LostRecords> Lost)
{
    /// <summary>The batch with what is borne out of its claims; the rest are events like any other.</summary>
    public PartitionBatch Honour(IReadOnlySet<RedriveClaim> proven) =>
        this with { Slots = [.. Slots.Select(slot => Honour(slot, proven))], Letters = [.. Letters.Select(letter => letter.Honour(proven))] };

    private SlotClicks Honour(SlotClicks slot, IReadOnlySet<RedriveClaim> proven) =>
        slot with { Users = [.. slot.Users.Select(user => user with { Clicks = [.. user.Clicks.Select(click => Honour(click, proven))] })] };

    private LoggedClick Honour(LoggedClick click, IReadOnlySet<RedriveClaim> proven) =>
        Claims.TryGetValue(click.Offset, out var claim) && proven.Contains(claim) ? click with { Origin = claim.Origin } : click;
}

/// <summary>The clicks of one slot's users.</summary>
internal readonly record struct SlotClicks(int Slot, ImmutableArray<UserClicks> Users);
