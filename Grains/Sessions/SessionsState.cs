using System.Collections.Immutable;

namespace OrleansState.Grains.Sessions;

/// <summary>What is stored of a user's sessions. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.sessions-state")]
internal sealed record SessionsState
{
    public static SessionsState Empty { get; } = new();

    [Id(0)]
    public string Username { get; init; } = "";

    /// <summary>The one unused longest first.</summary>
    [Id(1)]
    public ImmutableArray<Session> Sessions { get; init; } = [];
}
