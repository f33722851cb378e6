using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Group;
using OrleansState.KafkaBridge.Log;
using OrleansState.KafkaBridge.Partitions;
using Polly;

namespace OrleansState.KafkaBridge;

/// <summary>What the workers of all partitions share.</summary>
internal sealed record BridgeParts(
    IClusterClient Cluster,
    PartitionStarts Starts,
    TopicLog Log,
    LogReader Reader,
    DeadLetterProducer Letters,
    RecordFetcher Fetcher,
    GroupProgress Progress,
    BridgeMetrics Metrics,
    BridgeRetry RetryPolicy,
    TimeProvider Clock)
{
    public ResiliencePipeline Retry => RetryPolicy.Pipeline;
}
