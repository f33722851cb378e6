using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>All counts of one user.</summary>
/// <param name="Total">The sum of <paramref name="ByAction"/>.</param>
/// <param name="ByAction">Count by action, at most <see cref="ClickLimits.Actions"/> entries.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.click-counts")]
public sealed record ClickCounts([property: Id(0)] long Total, [property: Id(1)] ImmutableSortedDictionary<string, long> ByAction);
