using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Tokens;

/// <summary>A 401 that a handler gives. As RFC 9110 demands, and in the form of RFC 6750, it says how to authenticate.</summary>
internal static class Challenge
{
    /// <summary>No usable access token was asked for: the credentials themselves are refused.</summary>
    public static ProblemHttpResult Credentials(HttpResponse response, string code, string detail) => Of(response, "Bearer", code, detail);

    /// <summary>The access token is genuine, but its session has expired or was revoked.</summary>
    public static ProblemHttpResult EndedSession(HttpResponse response) => Of(
        response, "Bearer error=\"invalid_token\", error_description=\"The session has ended\"",
        ProblemCodes.Unauthorized, "The session of this access token has ended; log in again.");

    /// <summary>A login was to bring a guest's cart along, and the guest can't be told from anybody else.</summary>
    public static ProblemHttpResult GuestToken(HttpResponse response) => Of(
        response, "Bearer error=\"invalid_token\", error_description=\"The guest's token is not good any more\"", ProblemCodes.InvalidGuestToken,
        "The guest's access token on this login has expired, or its session has ended, so that the guest's cart would stay behind. Refresh it and log in again, or log in without it.");

    private static ProblemHttpResult Of(HttpResponse response, string challenge, string code, string detail)
    {
        response.Headers[HeaderNames.WWWAuthenticate] = challenge;
        return Problem.Of(code, detail);
    }
}
