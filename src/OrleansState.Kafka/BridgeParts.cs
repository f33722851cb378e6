using OrleansState.Kafka.Group;
using OrleansState.Kafka.Health;
using OrleansState.Kafka.Progress;

namespace OrleansState.Kafka;

/// <summary>What the workers of all topics and partitions share.</summary>
internal sealed record BridgeParts(
    IGrainFactory Grains, GroupProgress Progress, BridgeMetrics Metrics, RecentLosses Losses, BridgeRetry Retry, CheckpointKeys Names, TimeProvider Clock);
