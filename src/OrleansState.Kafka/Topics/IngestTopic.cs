namespace OrleansState.Kafka.Topics;

/// <summary>A topic that is read, as far as that does not depend on what its records mean.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DeadLetterTopic">Where its records go that can't be used.</param>
/// <param name="FixedId">What stands for the topic's id where the broker gives none.</param>
internal sealed record IngestTopic(string Name, string DeadLetterTopic, string? FixedId);
