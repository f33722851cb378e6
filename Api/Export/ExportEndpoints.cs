using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Problems;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
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

    private static async Task<Results<Ok<ExportAnswer>, ProblemHttpResult>> ExportAsync(CallerSession caller, IClusterClient cluster, UserRecords records, HttpResponse response)
    {
        var sessions = cluster.GetGrain<ISessionsGrain>(caller.UserId);
        if (await sessions.GetUsernameAsync(caller.SessionId) is not { } username)
            return Challenge.EndedSession(response);
        var account = Usernames.IsValid(username) ? await cluster.GetGrain<IAccountGrain>(Usernames.Normalize(username)).FindAsync() : null;
        var carts = cluster.GetGrain<ICartGrain>(caller.UserId);
        var cart = await carts.GetAsync();
        var known = await ReadAsync(cluster, records, caller.UserId);
        var guests = await Task.WhenAll((await carts.GetGuestsAsync()).Select(guest => FindGuestAsync(cluster, records, guest, caller.UserId)));
        return TypedResults.Ok(new ExportAnswer(
            caller.UserId,
            username,
            account?.UserId == caller.UserId ? account.CreatedAt : null,
            CartAnswer.Of(cart.Value!),
            known.Orders,
            known.EarlierCarts,
            known.Clicks,
            [.. (await sessions.ListAsync()).Select(s => SessionAnswer.Of(s, caller.SessionId))],
            [.. guests.OfType<GuestExportAnswer>()],
            known.Records));
    }

    /// <summary>Null where the guest's cart went to somebody else, or of whom nothing is left.</summary>
    private static async Task<GuestExportAnswer?> FindGuestAsync(IClusterClient cluster, UserRecords records, string guest, string owner)
    {
        try
        {
            return await cluster.GetGrain<ICartGrain>(guest).IsGivenToAsync(owner) ? await ReadAsync(cluster, records, guest) : null;
        }
        catch (UserErasedException)
        {
            return null;
        }
    }

    private static async Task<GuestExportAnswer> ReadAsync(IClusterClient cluster, UserRecords records, string userId)
    {
        var carts = cluster.GetGrain<ICartGrain>(userId);
        var clicks = await cluster.GetGrain<IClickCounterGrain>(userId).GetAsync();
        return new GuestExportAnswer(
            userId,
            [.. (await carts.GetOrdersAsync()).Select(OrderAnswer.Of)],
            [.. (await carts.GetEarlierAsync()).Select(EarlierCartAnswer.Of)],
            ClicksAnswer.Of(userId, clicks),
            await RecordAnswer.FindAsync(records, userId));
    }
}
