using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>One user's clicks out of one partition.</summary>
/// <param name="Log">
/// Which log the offsets belong to: the topic's id, which changes when a topic is deleted and made anew. At most 64 characters.
/// </param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Epoch">Token of the store's epoch in which the sender read the checkpoint that it started from.</param>
/// <param name="Clicks">In ascending order of offset.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.click-batch")]
public sealed record ClickBatch(
    [property: Id(0)] string Log,
    [property: Id(1)] int Partition,
    [property: Id(2)] string Epoch,
    [property: Id(3)] ImmutableArray<LoggedClick> Clicks);
