using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>What a counter has out of logs, without what came by calls.</summary>
/// <param name="Counts">Count by action.</param>
/// <param name="Marks">Up to where each partition is contained in them.</param>
/// <param name="Redriven">Redriven events that are contained in them, by where they first lay.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.logged-clicks")]
public sealed record LoggedClicks(
    [property: Id(0)] ImmutableArray<ClickCount> Counts,
    [property: Id(1)] ImmutableArray<LogPosition> Marks,
    [property: Id(2)] ImmutableArray<LogPosition> Redriven);
