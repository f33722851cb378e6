using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Log;

/// <summary>Clicks of some users out of a stretch of a partition.</summary>
/// <param name="Batch">The clicks.</param>
/// <param name="NextOffset">Where the stretch ended.</param>
/// <param name="Deleted">Offsets at its beginning that the log no longer has.</param>
internal sealed record LogStretch(PartitionBatch Batch, long NextOffset, long Deleted);
