using System.Reflection;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Sessions;

/// <summary>Who calls in which session, as a handler's parameter: <c>sub</c> and <c>sid</c> of the access token.</summary>
internal sealed record CallerSession(string UserId, string SessionId) : IBindableFromHttpContext<CallerSession>
{
    public static ValueTask<CallerSession?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var caller = TokenPrincipal.Require(context);
        return new(new CallerSession(caller.UserId, caller.SessionId));
    }
}
