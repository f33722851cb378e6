using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Group;
using OrleansState.KafkaBridge.Health;
using OrleansState.KafkaBridge.Log;

namespace OrleansState.KafkaBridge;

/// <summary>What the workers of all partitions share.</summary>
internal sealed record BridgeParts(
    IGrainFactory Grains, IEventLog Log, IDeadLetterWriter Letters, GroupProgress Progress, BridgeMetrics Metrics, RecentLosses Losses, BridgeRetry Retry, CheckpointKeys Names, TimeProvider Clock);
