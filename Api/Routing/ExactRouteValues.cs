using Microsoft.AspNetCore.Routing.Patterns;

namespace OrleansState.Api.Routing;

/// <summary>
/// Gives handlers the values in a path percent-decoded exactly once. The server decodes all of a path but <c>%2F</c>,
/// so that afterwards nobody can tell <c>a%2Fb</c> from <c>a%252Fb</c>; the request line still can.
/// </summary>
internal static class ExactRouteValues
{
    public static void UseExactRouteValues(this WebApplication app) => app.Use(static (http, next) =>
    {
        if (http.GetEndpoint() is RouteEndpoint { RoutePattern.Parameters.Count: > 0 } endpoint)
            Replace(http, endpoint.RoutePattern);
        return next(http);
    });

    private static void Replace(HttpContext http, RoutePattern pattern)
    {
        var raw = RawPath.Segments(RawPath.Target(http));
        for (var i = 0; i < pattern.PathSegments.Count && i < raw.Length; i++)
        {
            if (pattern.PathSegments[i].Parts is [RoutePatternParameterPart { IsCatchAll: false } parameter])
                http.Request.RouteValues[parameter.Name] = RawPath.Decode(raw[i], parameter.Name);
        }
    }
}
