using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.Api.Sessions;
using OrleansState.AspNetCore;
using OrleansState.Users;

namespace OrleansState.Api.Revocations;

/// <summary>The caller revokes a session: this one, another or all. Revoking one that is not open is no fault.</summary>
internal static class RevocationEndpoints
{
    public static void MapRevocations(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("").WithTags("Session").RequireAuthorization().Refuses(ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);
        sessions.MapPost("/logout", LogOutAsync).WithName("LogOut").WithSummary("Ends the session");
        sessions.MapDelete("/me/sessions/{id}", RevokeAsync).WithName("EndSession").WithSummary("Ends one session").Refuses(ProblemCodes.InvalidField);
        sessions.MapDelete("/me/sessions", RevokeAllAsync).WithName("EndAllSessions").WithSummary("Ends every session, this one too");
    }

    private static async Task<NoContent> LogOutAsync(CallerSession caller, SessionRevoker revoker)
    {
        await revoker.RevokeAsync(caller);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RevokeAsync(
        [Description("The id of one of the caller's sessions; ending one that is not open is no fault."), StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id, CallerSession caller, SessionRevoker revoker)
    {
        if (!UserIds.IsValid(id))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The id is not 1 to {UserIds.MaxLength} printable ASCII characters without space, / or \\.");
        await revoker.RevokeAsync(caller.UserId, id);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RevokeAllAsync(CallerSession caller, SessionRevoker revoker)
    {
        await revoker.RevokeAllAsync(caller.UserId);
        return TypedResults.NoContent();
    }
}
