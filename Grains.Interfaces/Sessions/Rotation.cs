namespace OrleansState.Sessions;

/// <summary>A refresh token traded for the next one.</summary>
/// <param name="Presented">Hash of the token that is used up.</param>
/// <param name="Successor">Hash of the one that takes its place.</param>
/// <param name="Retry">
/// Names the call, so that its client may send it again for <see cref="SessionLimits.RefreshGrace"/> when the answer was
/// lost: 128 bits of a hash of its idempotency key. Null: the token again is a theft.
/// </param>
/// <param name="Generation">
/// How many tokens of the session came up to the presented one, as its signature says. Null where it is not signed: it is then
/// known by its hash alone.
/// </param>
/// <param name="NextGeneration">The same of the one that takes its place; 0 where that is not signed.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.rotation")]
public sealed record Rotation(
    [property: Id(0)] TokenHash Presented,
    [property: Id(1)] TokenHash Successor,
    [property: Id(2)] Guid? Retry = null,
    [property: Id(3)] int? Generation = null,
    [property: Id(4)] int NextGeneration = 0);
