using System.Collections.Immutable;

namespace OrleansState.Sessions;

/// <summary>Sessions that have ended behind a position.</summary>
/// <param name="Sessions">In the order they were told, some perhaps twice; none where there is nothing more.</param>
/// <param name="End">Where the next page begins.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.ended-sessions-page")]
public sealed record EndedSessionsPage(
    [property: Id(0)] ImmutableArray<EndedSession> Sessions, [property: Id(1)] EndedSessionsPosition End);
