using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace OrleansState.Api.Tokens;

/// <summary>An access token that came on a call which can do without one, and was not good.</summary>
internal static class RefusedToken
{
    private const string Prefix = "Bearer ";

    /// <summary>Whose it says it is, which proves nothing: enough to refuse by, never to grant by. Null where there is none, or it was good.</summary>
    public static string? UserOf(HttpContext http)
    {
        if (TokenPrincipal.Of(http) is not null
            || http.Request.Headers[HeaderNames.Authorization] is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new JsonWebToken(header[Prefix.Length..].Trim()).Subject;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException or FormatException or JsonException)
        {
            return null;
        }
    }
}
