using System.Collections.Immutable;

namespace OrleansState.Kafka.Waiting;

/// <summary>Who waits in a partition.</summary>
/// <param name="Epoch">Token of the store's epoch in which that was read.</param>
/// <param name="Log">Which log the offsets belong to: the topic's id. Null where nobody has waited yet.</param>
/// <param name="Users">Each user once.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.waiting-users")]
internal sealed record WaitingUsers(
    [property: Id(0)] string Epoch, [property: Id(1)] string? Log, [property: Id(2)] ImmutableArray<WaitingUser> Users)
{
    /// <summary>Most users of one partition. Where more can't be read the release is the wrong one, and the partition waits as a whole.</summary>
    public const int Limit = 1000;
}
