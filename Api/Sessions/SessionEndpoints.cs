using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Commands;
using OrleansState.Api.Json;
using OrleansState.Api.Problems;
using OrleansState.Api.RateLimits;
using OrleansState.Api.Revocations;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Sessions;

namespace OrleansState.Api.Sessions;

/// <summary>
/// The caller's sessions. That one is still open is asked where a grain knows it at no further cost: here. Elsewhere what
/// <see cref="KnownRevocations"/> does not know of is good until it expires, which <c>Jwt:AccessTokenLifetime</c> keeps short.
/// </summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("").WithTags("Session");
        sessions.MapPost("/token/refresh", RefreshAsync).AllowAnonymous().WithName("RefreshToken").WithSummary("Trades a refresh token for a new pair")
            .RequireRateLimiting(RateLimitPolicies.Refresh).WithMetadata(new RetriedMetadata())
            .Refuses(ProblemCodes.InvalidRefreshToken, ProblemCodes.MalformedHeader, ProblemCodes.TooManyRequests, ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);
        sessions.MapGet("/profile", GetProfileAsync).RequireAuthorization().WithName("GetProfile").WithSummary("Who is logged in")
            .Refuses(ProblemCodes.StoreUnavailable);
        sessions.MapGet("/me/sessions", ListAsync).RequireAuthorization().WithName("ListSessions").WithSummary("The open sessions")
            .Refuses(ProblemCodes.StoreUnavailable);
    }

    private static async Task<Results<Ok<TokenPairAnswer>, ProblemHttpResult>> RefreshAsync(
        Body<RefreshBody> body, SessionTokens tokens, HttpRequest request, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        // One answer for whatever is wrong with it: who stole a token need not learn that its owner has used it.
        return await tokens.RefreshAsync(body.Value.RefreshToken, IdempotencyHeader.Read(request)) is { } pair
            ? TypedResults.Ok(pair)
            : Challenge.Credentials(response, ProblemCodes.InvalidRefreshToken, "The refresh token is unknown, used or expired, or its session has ended; log in again.");
    }

    private static async Task<Results<Ok<ProfileAnswer>, ProblemHttpResult>> GetProfileAsync(
        CallerSession caller, IClusterClient cluster, HttpResponse response) =>
        await cluster.GetGrain<ISessionsGrain>(caller.UserId).GetUsernameAsync(caller.SessionId) is { } username
            ? TypedResults.Ok(new ProfileAnswer(caller.UserId, username))
            : Challenge.EndedSession(response);

    private static async Task<Ok<SessionsAnswer>> ListAsync(CallerSession caller, IClusterClient cluster)
    {
        var sessions = await cluster.GetGrain<ISessionsGrain>(caller.UserId).ListAsync();
        return TypedResults.Ok(new SessionsAnswer([.. sessions.Select(s => SessionAnswer.Of(s, caller.SessionId))]));
    }
}
