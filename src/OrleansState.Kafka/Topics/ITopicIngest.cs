using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Topics;

/// <summary>A topic as the bridge reads it, whatever its events are.</summary>
internal interface ITopicIngest
{
    IngestTopic Topic { get; }

    LogBounds Bounds { get; }

    IPartitionWorker CreateWorker(int partition);
}
