using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Problems;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Sessions;

namespace OrleansState.Api.Export;

/// <summary>All state of the caller as one document.</summary>
internal static class ExportEndpoints
{
    public static void MapExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/me/export", ExportAsync).WithTags("Account").RequireAuthorization().WithName("ExportMe").WithSummary("All state held of the caller")
            .Refuses(ProblemCodes.StoreUnavailable);

    private static async Task<Results<Ok<ExportAnswer>, ProblemHttpResult>> ExportAsync(CallerSession caller, IClusterClient cluster, HttpResponse response)
    {
        var sessions = cluster.GetGrain<ISessionsGrain>(caller.UserId);
        if (await sessions.GetUsernameAsync(caller.SessionId) is not { } username)
            return Challenge.EndedSession(response);
        var account = Usernames.IsValid(username) ? await cluster.GetGrain<IAccountGrain>(Usernames.Normalize(username)).FindAsync() : null;
        var carts = cluster.GetGrain<ICartGrain>(caller.UserId);
        var (cart, orders) = (await carts.GetAsync(), await carts.GetOrdersAsync());
        var clicks = await cluster.GetGrain<IClickCounterGrain>(caller.UserId).GetAsync();
        return TypedResults.Ok(new ExportAnswer(
            caller.UserId,
            username,
            account?.UserId == caller.UserId ? account.CreatedAt : null,
            CartAnswer.Of(cart.Value!),
            [.. orders.Select(OrderAnswer.Of)],
            new ClicksAnswer(caller.UserId, clicks.Total, clicks.ByAction),
            [.. (await sessions.ListAsync()).Select(s => SessionAnswer.Of(s, caller.SessionId))]));
    }
}
