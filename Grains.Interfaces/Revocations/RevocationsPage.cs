using System.Collections.Immutable;

namespace OrleansState.Revocations;

/// <summary>Revocations behind a position.</summary>
/// <param name="Revocations">In the order they were told, some perhaps twice; none where there is nothing more.</param>
/// <param name="End">Where the next page begins.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.ended-sessions-page")]
public sealed record RevocationsPage(
    [property: Id(0)] ImmutableArray<Revocation> Revocations, [property: Id(1)] RevocationsPosition End);
