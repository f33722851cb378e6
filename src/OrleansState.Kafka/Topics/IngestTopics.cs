using System.Collections.Frozen;

namespace OrleansState.Kafka.Topics;

/// <summary>All topics that this process reads or administers, in the order in which they were added.</summary>
internal sealed class IngestTopics
{
    private readonly FrozenDictionary<string, ITopicIngest> _byName;

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public IngestTopics(IEnumerable<ITopicIngest> topics)
    {
        All = [.. topics];
        if (All.Count == 0)
            throw new InvalidOperationException("The ingest from Kafka has no topic: add one with AddTopic.");
        _byName = All.ToFrozenDictionary(topic => topic.Topic.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<ITopicIngest> All { get; }

    public ITopicIngest Of(string topic) => _byName[topic];
}
