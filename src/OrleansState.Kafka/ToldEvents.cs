namespace OrleansState.Kafka;

/// <summary>What was told of a key.</summary>
/// <param name="Events">The newest first, in the order of the topic, each once.</param>
/// <param name="IsWhole">Whether this is all that the topic has; false: there are older ones, or there was no time to look for them.</param>
public sealed record ToldEvents(IReadOnlyList<ToldEvent> Events, bool IsWhole);
