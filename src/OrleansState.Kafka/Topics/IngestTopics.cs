using System.Collections.Frozen;

namespace OrleansState.Kafka.Topics;

/// <summary>All topics that this process reads or administers, in the order in which they were added.</summary>
internal sealed class IngestTopics(IEnumerable<ITopicIngest> topics)
{
    private readonly FrozenDictionary<string, ITopicIngest> _byName = topics.ToFrozenDictionary(topic => topic.Topic.Name, StringComparer.Ordinal);

    public IReadOnlyList<ITopicIngest> All { get; } = [.. topics];

    public ITopicIngest Of(string topic) => _byName[topic];
}
