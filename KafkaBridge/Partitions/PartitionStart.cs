namespace OrleansState.KafkaBridge.Partitions;

/// <summary>Where a worker begins, and in which life of the store it learnt that.</summary>
internal sealed record PartitionStart(string Life, string Log, long Offset);
