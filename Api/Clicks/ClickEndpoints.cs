using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Commands;
using OrleansState.Api.Json;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.Api.RateLimits;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Clicks;
using OrleansState.References;
using OrleansState.Users;
using EventsResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.ServerSentEventsResult<OrleansState.Api.Clicks.ClicksAnswer?>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using ReadResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Clicks.ClicksAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.StatusCodeHttpResult,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace OrleansState.Api.Clicks;

/// <summary>The caller's click counts.</summary>
internal static class ClickEndpoints
{
    public static void MapClicks(this IEndpointRouteBuilder routes)
    {
        var clicks = routes.MapGroup("/clicks").WithTags("Clicks").RequireAuthorization().Refuses(ProblemCodes.StoreUnavailable);
        clicks.MapGet("", GetAsync).WithName("GetClicks").WithSummary("The counts").WithMetadata(new ETagMetadata());
        clicks.MapGet("/events", WatchAsync).WithName("WatchClicks").WithSummary("The counts, and each change of them").StreamsEvents();
        clicks.MapPost("", CountAsync).RequireRateLimiting(RateLimitPolicies.Mutations).WithName("CountClick").WithSummary("Counts one click").Refuses(ClickRefusals.ActionLimit);
    }

    private static async Task<ReadResult> GetAsync(Caller caller, IfNoneMatch condition, IClusterClient cluster, HttpResponse response) =>
        ClicksAnswer.ToAnswer(caller.UserId, await Clicks(cluster, caller).GetAsync(), condition, response);

    private static Task<EventsResult> WatchAsync(Caller caller, TokenWatch tokens, LiveStates live, IClusterClient cluster, HttpContext http)
    {
        var clicks = Clicks(cluster, caller);
        return live.ShowAsync(
            http, tokens.Of(http), new LiveSource<ClickCounts>(clicks, IClickCounterGrain.Kind, ReadAsync), counts => ClicksAnswer.Of(caller.UserId, counts));

        async Task<Reply<ClickCounts>> ReadAsync()
        {
            var counts = await clicks.GetAsync();
            return new Reply<ClickCounts>(counts, null, counts.ETag!);
        }
    }

    private static async Task<Results<Ok<ClickAnswer>, ProblemHttpResult>> CountAsync(
        OptionalBody<ClickBody> body, CommandHeaders headers, Caller caller, IClusterClient cluster, HttpResponse response)
    {
        var action = (body.Value ?? new ClickBody()).Action;
        if (!Labels.IsValid(action, ClickLimits.ActionLength))
            return Problem.Of(ProblemCodes.InvalidField, $"The field action has 1 to {ClickLimits.ActionLength} characters, is not blank and has no control characters.");
        var reply = await headers.SendAsync(CommandPayload.Of("clicks.count", action), context => Clicks(cluster, caller).IncrementAsync(action, context));
        return reply.ToResult(response, count => new ClickAnswer(caller.UserId, count.Action, count.Count));
    }

    private static IClickCounterGrain Clicks(IClusterClient cluster, Caller caller) => cluster.GrainOf<IClickCounterGrain>(caller.UserId);
}
