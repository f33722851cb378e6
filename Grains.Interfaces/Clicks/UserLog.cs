using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>What a rebuild has read of one user in one log, for the user's counter to be held against.</summary>
/// <param name="Log">The topic's id.</param>
/// <param name="Epoch">Token of the store's epoch in which the checkpoints were read.</param>
/// <param name="Partitions">Each partition that has clicks of the user.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.user-log")]
public sealed record UserLog(
    [property: Id(0)] string Log, [property: Id(1)] string Epoch, [property: Id(2)] ImmutableArray<UserPartition> Partitions);
