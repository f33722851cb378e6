using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Json;
using OrleansState.Api.Lockouts;
using OrleansState.Api.Problems;
using OrleansState.Api.RateLimits;
using OrleansState.Api.Revocations;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Sessions;

namespace OrleansState.Api.Accounts;

/// <summary>Change of the caller's password.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/me/password", ChangeAsync).WithTags("Account").RequireAuthorization().RequireRateLimiting(RateLimitPolicies.Credentials)
            .WithName("ChangePassword").WithSummary("Changes the password and ends the other sessions")
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.Forbidden, ProblemCodes.TooManyAttempts, ProblemCodes.TooManyRequests, ProblemCodes.Busy, ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        Body<PasswordBody> body, CallerSession caller, IClusterClient cluster, Credentials credentials, PasswordAttempts attempts,
        SessionRevoker revoker, SecurityEvents security, HttpContext http, CancellationToken cancelled)
    {
        Credentials.RequireValidPassword("new_password", body.Value.NewPassword);
        Credentials.RequireBoundedPassword("current_password", body.Value.CurrentPassword);
        var sessions = cluster.GetGrain<ISessionsGrain>(caller.UserId);
        if (await sessions.GetUsernameAsync(caller.SessionId) is not { } username)
            return Challenge.EndedSession(http.Response);
        // Guests have no password, and an admin's is a setting.
        if (!Usernames.IsValid(username) || await cluster.GetGrain<IAccountGrain>(Usernames.Normalize(username)).FindAsync() is not { } account || account.UserId != caller.UserId)
            return Problem.Of(ProblemCodes.Forbidden, "This user has no password that could be changed here.");
        Credentials.RequireOtherThanName("new_password", body.Value.NewPassword, username);
        // Whoever has a session is no stranger: what strangers fail at is not held against it.
        var origin = LoginOrigin.Of(http, username, caller.SessionId);
        var address = http.Connection.RemoteIpAddress;
        var (given, refusal) = await attempts.BeginAsync(http, origin, username, HashingPurpose.Change);
        if (refusal is not null)
            return refusal;
        using var place = given!;
        var open = await sessions.ListAsync();
        if (!await credentials.ChangePasswordAsync(place, account, caller.SessionId, body.Value.CurrentPassword, body.Value.NewPassword, cancelled))
        {
            security.PasswordRefused(caller.UserId, address);
            return Challenge.Credentials(http.Response, ProblemCodes.InvalidCredentials, "The current password is wrong.");
        }

        PartialEffect.Begin(http);
        security.PasswordChanged(caller.UserId, address);
        await attempts.SucceededAsync(origin);
        await revoker.AfterPasswordChangeAsync(caller.UserId, open);
        return TypedResults.NoContent();
    }
}
