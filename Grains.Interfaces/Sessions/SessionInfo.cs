namespace OrleansState.Sessions;

/// <summary>An open session as its owner sees it.</summary>
/// <param name="SessionId">The <c>sid</c> of its access tokens.</param>
/// <param name="OpenedAt">When the login was.</param>
/// <param name="LastUsedAt">When it was last refreshed, or the login where it never was.</param>
/// <param name="ExpiresAt">When it ends unless it is refreshed before.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.session-info")]
public sealed record SessionInfo(
    [property: Id(0)] string SessionId,
    [property: Id(1)] DateTimeOffset OpenedAt,
    [property: Id(2)] DateTimeOffset LastUsedAt,
    [property: Id(3)] DateTimeOffset ExpiresAt);
