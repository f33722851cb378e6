using System.Security.Claims;

namespace OrleansState.Api.Tokens;

/// <summary>Who an access token is of, without looking through its claims at each question.</summary>
internal sealed class TokenPrincipal(ClaimsIdentity identity, string userId, string sessionId, TokenKey? key, DateTime validTo) : ClaimsPrincipal(identity)
{
    /// <summary>The <c>sub</c>.</summary>
    public string UserId => userId;

    /// <summary>The <c>sid</c>.</summary>
    public string SessionId => sessionId;

    /// <summary>What it was signed with; null where that key went just then.</summary>
    public TokenKey? Key => key;

    /// <summary>When the token expires, in UTC.</summary>
    public DateTime ValidTo => validTo;

    /// <summary>Who calls, where that is known by an access token.</summary>
    public static TokenPrincipal? Of(HttpContext http) => http.User as TokenPrincipal;

    /// <exception cref="InvalidOperationException">The route can be called without a token.</exception>
    public static TokenPrincipal Require(HttpContext http) =>
        Of(http) ?? throw new InvalidOperationException("A route without authorization asked who calls.");
}
