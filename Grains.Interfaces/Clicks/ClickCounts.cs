using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>All counts of one user.</summary>
/// <param name="Total">The sum of <paramref name="ByAction"/>.</param>
/// <param name="ByAction">Count by action, at most <see cref="ClickLimits.Actions"/> entries.</param>
/// <param name="ETag">
/// Names the state that was read: opaque, never used for other counts. Null where the counts are no answer to a read, or
/// come from a silo of a release before it.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.click-counts")]
public sealed record ClickCounts(
    [property: Id(0)] long Total, [property: Id(1)] ImmutableSortedDictionary<string, long> ByAction, [property: Id(2)] string? ETag = null);
