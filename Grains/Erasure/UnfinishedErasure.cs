namespace OrleansState.Grains.Erasure;

/// <summary>An erasure that has begun and is not known to have reached its end.</summary>
/// <param name="UserId">Whom it erases.</param>
/// <param name="Username">The name of the user's account; null for who has none.</param>
/// <param name="IsErased">Whether nothing is left of the user, and only the telling of it is.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.unfinished-erasure")]
internal sealed record UnfinishedErasure([property: Id(0)] string UserId, [property: Id(1)] string? Username, [property: Id(2)] bool IsErased = false);
