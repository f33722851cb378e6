using OrleansState.Kafka.Batches;

namespace OrleansState.Kafka.Log;

/// <summary>Events of some keys out of a stretch of a partition.</summary>
/// <param name="Batch">The events.</param>
/// <param name="NextOffset">Where the stretch ended.</param>
/// <param name="Deleted">Offsets at its beginning that the log no longer has.</param>
internal sealed record LogStretch<TEvent>(PartitionBatch<TEvent> Batch, long NextOffset, long Deleted);
