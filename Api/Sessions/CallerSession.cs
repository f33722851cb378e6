using System.Reflection;
using System.Security.Claims;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Sessions;

/// <summary>Who calls in which session, as a handler's parameter: <c>sub</c> and <c>sid</c> of the access token.</summary>
internal sealed record CallerSession(string UserId, string SessionId) : IBindableFromHttpContext<CallerSession>
{
    public static ValueTask<CallerSession?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new CallerSession(Claim(context, TokenClaims.Subject), Claim(context, TokenClaims.Session)));
    }

    private static string Claim(HttpContext context, string name) => context.User.FindFirstValue(name)
        ?? throw new InvalidOperationException("A route without authorization asked who calls.");
}
