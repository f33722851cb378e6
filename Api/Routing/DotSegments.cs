using OrleansState.Api.Problems;

namespace OrleansState.Api.Routing;

/// <summary>
/// Refuses a path with a segment <c>.</c> or <c>..</c>, encoded or not. The server would resolve it, and
/// <c>DELETE /cart/items/..</c> would become <c>DELETE /cart</c>, which nobody asked for.
/// </summary>
internal static class DotSegments
{
    public static void UseDotSegmentRefusal(this WebApplication app) => app.Use(static (http, next) =>
    {
        var segments = RawPath.Segments(RawPath.Target(http));
        return segments.Any(IsDots)
            ? throw new InvalidRequestException(ProblemCodes.MalformedRequest, "The path has a segment . or .., which no path here has.")
            : next(http);
    });

    private static bool IsDots(string segment) =>
        segment.Length is > 0 and <= 6 && segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..";
}
