using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Api.Sessions;

/// <summary>The caller's sessions: seen, and ended one by one or all. Ending one that is not open is no fault.</summary>
internal static class SessionListEndpoints
{
    public static void MapSessionList(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/me/sessions").WithTags("Session").RequireAuthorization().Refuses(ProblemCodes.StoreUnavailable);
        sessions.MapGet("", ListAsync).WithName("ListSessions").WithSummary("The open sessions");
        sessions.MapDelete("/{id}", EndAsync).WithName("EndSession").WithSummary("Ends one session").Refuses(ProblemCodes.InvalidField, ProblemCodes.OutcomeUnknown);
        sessions.MapDelete("", EndAllAsync).WithName("EndAllSessions").WithSummary("Ends every session, this one too").Refuses(ProblemCodes.OutcomeUnknown);
    }

    private static async Task<Ok<SessionsAnswer>> ListAsync(CallerSession caller, IClusterClient cluster)
    {
        var sessions = await cluster.GetGrain<ISessionsGrain>(caller.UserId).ListAsync();
        return TypedResults.Ok(new SessionsAnswer([.. sessions.Select(s => SessionAnswer.Of(s, caller.SessionId))]));
    }

    private static async Task<NoContent> EndAsync(
        [Description("The id of one of the caller's sessions; ending one that is not open is no fault."), StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id, CallerSession caller, SessionEnds ends)
    {
        if (!UserIds.IsValid(id))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The id is not 1 to {UserIds.MaxLength} printable ASCII characters without space, / or \\.");
        await ends.EndAsync(caller.UserId, id);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAllAsync(CallerSession caller, SessionEnds ends)
    {
        await ends.EndAllAsync(caller.UserId);
        return TypedResults.NoContent();
    }
}
