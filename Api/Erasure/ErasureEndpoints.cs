using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Problems;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
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
        CallerSession caller, IClusterClient cluster, Admins admins, EndedSessions ended, HttpResponse response)
    {
        if (admins.Holds(caller.UserId))
            return Problem.Of(ProblemCodes.Forbidden, "An admin is a setting and can't be erased here.");
        if (await cluster.GetGrain<ISessionsGrain>(caller.UserId).GetUsernameAsync(caller.SessionId) is not { } username)
            return Challenge.EndedSession(response);
        var hasAccount = !Guests.IsGuest(caller.UserId) && Usernames.IsValid(username);
        await cluster.GetGrain<IErasureGrain>(caller.UserId).EraseAsync(hasAccount ? username : null);
        ended.AddAll(caller.UserId);
        return TypedResults.NoContent();
    }
}
