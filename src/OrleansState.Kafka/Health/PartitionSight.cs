using Confluent.Kafka;

namespace OrleansState.Kafka.Health;

/// <summary>How a partition stands.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Lag">Offsets between its checkpoint and the log's end; null where one of the two is not known.</param>
/// <param name="Age">Since the checkpoint last moved, or nothing was left to count.</param>
/// <param name="IsStalled">Whether that is too long.</param>
internal readonly record struct PartitionSight(TopicPartition Partition, long? Lag, TimeSpan Age, bool IsStalled);
