using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Log;

namespace OrleansState.Kafka.Topics;

/// <summary>What the workers of one topic's partitions share.</summary>
internal sealed record TopicParts<TEvent>(IngestTopic Topic, IIngestHandler<TEvent> Handler, IEventLog<TEvent> Log, IDeadLetterWriter Letters);
