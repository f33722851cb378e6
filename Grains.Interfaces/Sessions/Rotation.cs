namespace OrleansState.Sessions;

/// <summary>A refresh token traded for the next one.</summary>
/// <param name="Presented">Hash of the token that is used up.</param>
/// <param name="Successor">Hash of the one that takes its place.</param>
/// <param name="Retry">
/// Names the call, so that its client may send it again for <see cref="SessionLimits.RefreshGrace"/> when the answer was
/// lost: 128 bits of a hash of its idempotency key. Null: the token again is a theft.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.rotation")]
public sealed record Rotation([property: Id(0)] TokenHash Presented, [property: Id(1)] TokenHash Successor, [property: Id(2)] Guid? Retry = null);
