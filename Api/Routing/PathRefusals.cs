using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Routing;

/// <summary>Refuses paths that stand for another call than the one that was meant.</summary>
internal static class PathRefusals
{
    public static void UsePathRefusals(this WebApplication app) => app.Use(static (http, next) =>
    {
        var target = RawPath.Target(http);
        if (target.Contains('#', StringComparison.Ordinal))
            throw new InvalidRequestException(ProblemCodes.MalformedRequest, "The request line has a #, which in a path is written %23.");
        var segments = RawPath.Segments(target);
        if (segments.Any(IsDots))
            throw new InvalidRequestException(ProblemCodes.MalformedRequest, "The path has a segment . or .., which no path here has.");
        if (segments is [.., _, ""] && !Reads(http.Request.Method))
            throw new InvalidRequestException(ProblemCodes.NotFound, "A call that changes something has no / at the end of its path.");
        return next(http);
    });

    /// <summary>
    /// A segment <c>.</c> or <c>..</c>, encoded or not. The server would resolve it, and <c>DELETE /cart/items/..</c> would
    /// become <c>DELETE /cart</c>, which nobody asked for. A browser resolves it by itself, to <c>DELETE /cart/</c>: hence
    /// the slash at the end.
    /// </summary>
    private static bool IsDots(string segment) =>
        segment.Length is > 0 and <= 6 && segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..";

    private static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
