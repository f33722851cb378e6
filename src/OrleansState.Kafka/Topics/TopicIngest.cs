using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka.Topics;

/// <summary>A topic whose events are of one type. What reads it is made when its first partition comes, not where it is only administered.</summary>
internal sealed class TopicIngest<TEvent>(IngestTopic topic, IServiceProvider services) : ITopicIngest
{
    public IngestTopic Topic => topic;

    public LogBounds Bounds => services.GetRequiredKeyedService<LogBounds>(topic.Name);

    public IPartitionWorker CreateWorker(int partition) => new PartitionWorker<TEvent>(
        partition, services.GetRequiredKeyedService<TopicParts<TEvent>>(topic.Name), services.GetRequiredService<BridgeParts>(), services.GetRequiredService<ILogger<PartitionWorker<TEvent>>>());
}
