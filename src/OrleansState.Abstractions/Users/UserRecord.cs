namespace OrleansState;

/// <summary>One state of a user, for an export.</summary>
/// <param name="Kind">The kind of state.</param>
/// <param name="Json">The state as JSON in UTF-8, its members in snake_case.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.user-record")]
public sealed record UserRecord([property: Id(0)] string Kind, [property: Id(1)] ReadOnlyMemory<byte> Json);
