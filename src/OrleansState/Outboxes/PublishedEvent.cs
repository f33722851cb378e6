namespace OrleansState;

/// <summary>An event on its way out of a record.</summary>
/// <param name="Id">Never changes and never names another event: who receives events goes by it where one comes again.</param>
/// <param name="Type">What happened, as the rule named it.</param>
/// <param name="Kind">The kind of state that tells it.</param>
/// <param name="Key">The key of the grain, or the one that the event names. Events of one grain come in the order in which they happened.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Data">JSON in UTF-8.</param>
public sealed record PublishedEvent(Guid Id, string Type, string Kind, string Key, DateTimeOffset At, ReadOnlyMemory<byte> Data);
