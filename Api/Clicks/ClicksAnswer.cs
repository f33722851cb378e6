using System.Collections.Immutable;

namespace OrleansState.Api.Clicks;

/// <summary>Answer of <c>GET /clicks</c>.</summary>
/// <param name="UserId">The caller.</param>
/// <param name="Total">The sum of the counts.</param>
/// <param name="Counts">Count by action.</param>
internal sealed record ClicksAnswer(string UserId, long Total, ImmutableSortedDictionary<string, long> Counts);
