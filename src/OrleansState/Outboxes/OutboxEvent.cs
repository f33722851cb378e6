namespace OrleansState;

/// <summary>An event in a record, until it is published.</summary>
/// <param name="Id">Names it for good, wherever and however often it is published.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Data">JSON in UTF-8.</param>
/// <param name="Key">The key under which it is told; null: that of the grain.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.outbox-event")]
internal sealed record OutboxEvent(
    [property: Id(0)] Guid Id, [property: Id(1)] string Type, [property: Id(2)] DateTimeOffset At, [property: Id(3)] byte[] Data, [property: Id(4)] string? Key = null);
