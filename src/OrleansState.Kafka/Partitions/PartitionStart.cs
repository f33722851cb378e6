namespace OrleansState.Kafka.Partitions;

/// <summary>Where a worker begins, and in which epoch of the store it learnt that.</summary>
internal sealed record PartitionStart(string Epoch, string TopicId, long Offset);
