using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>What became of a batch, given when its effect is durable.</summary>
/// <param name="EpochMismatch">
/// The store is in another epoch than the one the batch was sent in. Nothing of what this answers for may be taken as
/// counted; read the checkpoint again and go on from there.
/// </param>
/// <param name="Refused">The clicks that can't be counted and belong in the dead-letter topic; empty in the normal case.</param>
/// <param name="Left">
/// Positions, in what was delivered, of the users whose clicks were not looked at for want of time: deliver these again.
/// Empty in the normal case.
/// </param>
/// <param name="Unreadable">
/// Positions, in what was delivered, of the users whose record can't be read. Nothing of theirs is counted; only where
/// <see cref="ClickDelivery.KnowsUnreadable"/> asks for it, else the delivery fails.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.batch-receipt")]
public sealed record BatchReceipt(
    [property: Id(0)] bool EpochMismatch,
    [property: Id(1)] ImmutableArray<RefusedClick> Refused,
    [property: Id(2)] ImmutableArray<int> Left,
    [property: Id(3)] ImmutableArray<int> Unreadable = default)
{
    /// <summary>All of it is counted.</summary>
    public static BatchReceipt Counted { get; } = new(false, [], []);

    /// <summary>None of it may be taken as counted.</summary>
    public static BatchReceipt InOtherEpoch { get; } = new(true, [], []);
}
