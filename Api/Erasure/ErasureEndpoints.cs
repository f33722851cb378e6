using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Problems;
using OrleansState.Api.Revocations;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Erasure;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Erasure;

/// <summary>The end of the caller: all state, every session, the account.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasure(this IEndpointRouteBuilder routes) =>
        routes.MapDelete("/me", EraseAsync).WithTags("Account").RequireAuthorization().WithName("EraseMe").WithSummary("Erases all state of the caller; can't be undone")
            .Refuses(ProblemCodes.Forbidden, ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);

    private static async Task<Results<NoContent, ProblemHttpResult>> EraseAsync(
        CallerSession caller, IClusterClient cluster, Admins admins, KnownRevocations revocations, SecurityEvents security, HttpContext http)
    {
        if (admins.Holds(caller.UserId))
            return Problem.Of(ProblemCodes.Forbidden, "An admin is a setting and can't be erased here.");
        if (!await TryEraseAsync(cluster, caller))
            return Challenge.EndedSession(http.Response);
        revocations.AddAll(caller.UserId);
        security.Erased(caller.UserId, http.Connection.RemoteIpAddress);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// False where the session has ended and the user lives on. A call that is sent again may find the session gone with the
    /// rest, or the account, and then carries what the first one began to its end.
    /// </summary>
    private static async Task<bool> TryEraseAsync(IClusterClient cluster, CallerSession caller)
    {
        var erasure = cluster.GetGrain<IErasureGrain>(caller.UserId);
        try
        {
            if (await cluster.GetGrain<ISessionsGrain>(caller.UserId).GetUsernameAsync(caller.SessionId) is not { } username)
                return await erasure.FinishAsync();
            var hasAccount = !Guests.IsGuest(caller.UserId) && Usernames.IsValid(username);
            await erasure.EraseAsync(hasAccount ? username : null);
            return true;
        }
        catch (UserErasedException)
        {
            await erasure.FinishAsync();
            return true;
        }
    }
}
