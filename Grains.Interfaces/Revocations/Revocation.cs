namespace OrleansState.Revocations;

/// <summary>A session that was revoked, so that its access tokens are to be refused, or all sessions of a user.</summary>
/// <param name="UserId">Whose it was; the <c>sub</c> of the tokens.</param>
/// <param name="SessionId">The <c>sid</c> of the tokens; null for every session of the user, as after an erasure.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.ended-session")]
public sealed record Revocation([property: Id(0)] string UserId, [property: Id(1)] string? SessionId);
