using System.Reflection;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Commands;

/// <summary>Who calls, as a handler's parameter: the <c>sub</c> of the access token, never anything of the body or the path.</summary>
internal sealed record Caller(string UserId) : IBindableFromHttpContext<Caller>
{
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new Caller(TokenPrincipal.Require(context).UserId));
    }
}
