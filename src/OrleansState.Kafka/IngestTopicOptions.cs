namespace OrleansState.Kafka;

/// <summary>What is particular to one topic.</summary>
public sealed class IngestTopicOptions
{
    /// <summary>Where records go that can't be used; a topic that no bridge reads. The topic's name with <c>.dlq</c> behind it by default.</summary>
    public string? DeadLetterTopic { get; set; }

    /// <summary>
    /// Stands for the topic's id where the broker gives topics none (Kafka before 2.8), at most 64 characters without <c>/</c>;
    /// another value when the topic is made anew. By default the broker is asked.
    /// </summary>
    public string? TopicId { get; set; }
}
