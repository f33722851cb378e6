using System.Collections.Immutable;

namespace OrleansState.Api.Stats;

/// <summary>Answer of <c>GET /stats/clicks</c>.</summary>
/// <param name="Total">Clicks of all users.</param>
/// <param name="ByAction">Clicks by action; of more than 1,000 actions those with the most.</param>
internal sealed record ClickStatsAnswer(long Total, ImmutableSortedDictionary<string, long> ByAction);

/// <summary>One of <c>GET /stats/clicks/top</c>.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Count">The user's clicks.</param>
internal sealed record TopUserAnswer(string UserId, long Count);

/// <summary>One of <c>GET /stats/trending</c>.</summary>
/// <param name="Action">The action.</param>
/// <param name="Count">How often it was counted within the window.</param>
internal sealed record TrendAnswer(string Action, long Count);

/// <summary>Answer of <c>GET /stats/carts</c>.</summary>
/// <param name="Active">Carts with something in them.</param>
/// <param name="Items">Pieces in all of them.</param>
internal sealed record CartStatsAnswer(long Active, long Items);

/// <summary>An event of <c>GET /stats/events</c>.</summary>
/// <param name="Clicks">The clicks of all users.</param>
/// <param name="Carts">The carts of all users.</param>
internal sealed record AllStatsAnswer(ClickStatsAnswer Clicks, CartStatsAnswer Carts);
