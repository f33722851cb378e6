namespace OrleansState.Kafka;

/// <summary>A place in a topic that never names anything else.</summary>
/// <param name="TopicId">The topic's id, which a topic that is deleted and made anew does not keep; at most 64 characters. Empty where it is not known yet.</param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Offset">The offset, from 0.</param>
public sealed record RecordPosition(string TopicId, int Partition, long Offset);
