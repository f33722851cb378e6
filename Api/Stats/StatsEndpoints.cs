using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OrleansState.Api.Admin;
using OrleansState.Api.Edge;
using OrleansState.Api.Problems;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Carts;
using OrleansState.Clicks;
using EventsResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.ServerSentEventsResult<OrleansState.Api.Stats.AllStatsAnswer?>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace OrleansState.Api.Stats;

/// <summary>Numbers over all users, from the indexes: no grain is called, and each is what the records say at that moment.</summary>
internal static class StatsEndpoints
{
    private const string Windows = "^1[mhd]$";
    private const int MaxActions = 1000;
    private const int MaxTop = 100;
    private const int DefaultTop = 10;

    public static void MapStats(this IEndpointRouteBuilder routes)
    {
        var stats = routes.MapGroup("/stats").WithTags("Stats").Refuses(ProblemCodes.StoreUnavailable);
        if (routes.ServiceProvider.GetRequiredService<IOptions<StatsOptions>>().Value.Public)
            stats.AllowAnonymous();
        else
            stats.RequireAuthorization(AdminPolicy.Name);
        stats.MapGet("/clicks", GetClicksAsync).WithName("GetClickStats").WithSummary("The clicks of all users");
        stats.MapGet("/events", WatchAsync).WithName("WatchStats").WithSummary("Clicks and carts of all users, and each change of them").StreamsEvents();
        stats.MapGet("/clicks/top", GetTopAsync).WithName("GetTopUsers").WithSummary("The users with the most clicks").Refuses(ProblemCodes.InvalidField);
        stats.MapGet("/trending", GetTrendingAsync).WithName("GetTrending").WithSummary("The actions that were counted most of late").Refuses(ProblemCodes.InvalidField);
        stats.MapGet("/carts", GetCartsAsync).WithName("GetCartStats").WithSummary("The carts of all users");
    }

    private static async Task<Ok<ClickStatsAnswer>> GetClicksAsync(IStateIndexes indexes) =>
        TypedResults.Ok(await ReadClicksAsync(indexes));

    public static async Task<ClickStatsAnswer> ReadClicksAsync(IStateIndexes indexes) => Of(await indexes.SumsAsync(ClickIndexes.ByAction));

    public static async Task<CartStatsAnswer> ReadCartsAsync(IStateIndexes indexes)
    {
        var active = indexes.SumAsync(CartIndexes.Active);
        return new CartStatsAnswer(Items: await indexes.SumAsync(CartIndexes.Items), Active: await active);
    }

    private static async Task<Results<Ok<ImmutableArray<TopUserAnswer>>, ProblemHttpResult>> GetTopAsync(
        IStateIndexes indexes, [Description("How many at most."), Range(1, MaxTop)] int limit = DefaultTop)
    {
        if (limit is < 1 or > MaxTop)
            return Problem.Of(ProblemCodes.InvalidField, $"The parameter limit is {limit}; it lies between 1 and {MaxTop}.");
        var top = await indexes.HighestAsync(ClickIndexes.Top, limit);
        return TypedResults.Ok<ImmutableArray<TopUserAnswer>>([.. top.Select(static user => new TopUserAnswer(user.Key, (long)user.Score))]);
    }

    private static async Task<Results<Ok<ImmutableArray<TrendAnswer>>, ProblemHttpResult>> GetTrendingAsync(
        IStateIndexes indexes, [Description("How far back: 1m, 1h or 1d."), StringLength(2, MinimumLength = 2), RegularExpression(Windows)] string window = "1m")
    {
        TimeSpan? span = window switch
        {
            "1m" => TimeSpan.FromMinutes(1),
            "1h" => TimeSpan.FromHours(1),
            "1d" => TimeSpan.FromDays(1),
            _ => null,
        };
        if (span is null)
            return Problem.Of(ProblemCodes.InvalidField, "The parameter window is 1m, 1h or 1d.");
        var growth = await indexes.GrowthAsync(ClickIndexes.ByAction, span.Value);
        return TypedResults.Ok<ImmutableArray<TrendAnswer>>([.. Most(growth).Take(MaxTop).Select(static action => new TrendAnswer(action.Key, action.Value))]);
    }

    private static async Task<Ok<CartStatsAnswer>> GetCartsAsync(IStateIndexes indexes) => TypedResults.Ok(await ReadCartsAsync(indexes));

    private static async Task<EventsResult> WatchAsync(StatsFeed feed, LiveConnections live, TokenWatch tokens, HttpContext http)
    {
        // Without a token, where everybody may look, streams are counted by the address they come from.
        var caller = TokenPrincipal.Of(http) is null ? new LiveCaller($"address:{ClientNetwork.Of(http)}") : tokens.Of(http);
        http.Response.RegisterForDispose(await feed.JoinAsync());
        return live.Show(http, caller, feed.Value, static stats => stats);
    }

    private static ClickStatsAnswer Of(IReadOnlyDictionary<string, long> byAction) => new(
        byAction.Values.Sum(),
        Most(byAction).Take(MaxActions).ToImmutableSortedDictionary(static action => action.Key, static action => action.Value, StringComparer.Ordinal));

    private static IEnumerable<KeyValuePair<string, long>> Most(IReadOnlyDictionary<string, long> counts) =>
        counts.OrderByDescending(static count => count.Value).ThenBy(static count => count.Key, StringComparer.Ordinal);
}
