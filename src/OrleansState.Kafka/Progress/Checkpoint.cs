namespace OrleansState.Kafka;

/// <summary>Up to where a partition has been counted, and the epoch of the store in which that was read.</summary>
/// <param name="Epoch">
/// Token of the store's present epoch. Whoever reads on from here sends it with every batch, so that nothing counts on
/// what the store has lost since.
/// </param>
/// <param name="Log">Which log the offset belongs to: the topic's id. Null where nothing has been written yet, or where the store has lost records that the progress may speak of.</param>
/// <param name="NextOffset">The offset to read next, from 0. What lies before it is contained in the counts.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.checkpoint")]
public sealed record Checkpoint([property: Id(0)] string Epoch, [property: Id(1)] string? Log, [property: Id(2)] long NextOffset);
