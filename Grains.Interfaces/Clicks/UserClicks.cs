using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>One user's part of a <see cref="ClickDelivery"/>.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Clicks">In ascending order of offset, at least one.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.user-clicks")]
public readonly record struct UserClicks([property: Id(0)] string UserId, [property: Id(1)] ImmutableArray<LoggedClick> Clicks);
