namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Something that counts the events of a topic by user, from its beginning, and is measured until all are counted.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="IsSlow">It gets a shorter topic.</param>
/// <param name="CountAsync">Starts it, measures it, checks every user's count and ends it.</param>
internal sealed record EventCounter(string Name, bool IsSlow, Func<EventLog, Task<CountResult>> CountAsync);
