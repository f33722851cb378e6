using System.Collections.Immutable;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>One login and the refresh tokens that follow from it. Field ids and the alias are frozen.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.session")]
internal sealed record Session
{
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The one refresh token that is good now.</summary>
    [Id(1)]
    public required TokenHash Token { get; init; }

    /// <summary>The latest <see cref="SessionLimits.UsedTokens"/> tokens it has used up, oldest first.</summary>
    [Id(2)]
    public ImmutableArray<TokenHash> Used { get; init; } = [];

    [Id(3)]
    public required DateTimeOffset OpenedAt { get; init; }

    [Id(4)]
    public required DateTimeOffset LastUsedAt { get; init; }

    [Id(5)]
    public required TimeSpan Lifetime { get; init; }

    [Id(6)]
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Names the call that made the present token, where its client may send it again; see <see cref="Rotation"/>.</summary>
    [Id(7)]
    public Guid? Retry { get; init; }

    /// <summary>The account's credential it was opened by. Null of guests and admins, and where an earlier release opened it.</summary>
    [Id(8)]
    public Guid? Credential { get; init; }

    /// <summary>Which of its tokens the present one is, as that one's signature says; 0 where it is not signed.</summary>
    [Id(9)]
    public int Generation { get; init; }
}
