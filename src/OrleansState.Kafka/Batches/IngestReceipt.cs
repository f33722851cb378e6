using System.Collections.Immutable;

namespace OrleansState.Kafka;

/// <summary>What became of what was delivered, given when its effect is durable.</summary>
/// <param name="EpochMismatch">
/// The store is in another epoch than the one the events were sent in. Nothing of them is taken as delivered; the partition
/// goes back to its checkpoint.
/// </param>
/// <param name="Refused">Events that a grain can't take, which become dead letters. Delivered again, the same are refused.</param>
/// <param name="Unreadable">
/// Keys whose state can't be read (<see cref="StateUnreadableException"/>). Nothing of theirs was taken; their events wait in
/// the topic until it can be, and the partition goes on without them.
/// </param>
public sealed record IngestReceipt(bool EpochMismatch, ImmutableArray<RefusedEvent> Refused, ImmutableArray<string> Unreadable)
{
    /// <summary>All of it is durable.</summary>
    public static IngestReceipt Delivered { get; } = new(false, [], []);

    /// <summary>None of it may be taken as delivered: the store is in another epoch.</summary>
    public static IngestReceipt InOtherEpoch { get; } = new(true, [], []);

    /// <summary>All of it is durable but these, which become dead letters.</summary>
    public static IngestReceipt Without(params ImmutableArray<RefusedEvent> refused) => new(false, refused, []);
}
