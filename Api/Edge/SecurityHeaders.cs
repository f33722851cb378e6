using Microsoft.Net.Http.Headers;

namespace OrleansState.Api.Edge;

/// <summary>Headers that keep a browser from doing with an answer what it was not meant for. Pages may run their own scripts, data nothing.</summary>
internal static class SecurityHeaders
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";
    private const string ForPages = "frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (http, next) =>
    {
        http.Response.OnStarting(Add, http.Response);
        return next(http);
    });

    /// <summary>For an answer whose content type is set.</summary>
    public static void AddTo(HttpResponse response)
    {
        var isPage = response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ?? false;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (!response.Headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
            response.Headers.ContentSecurityPolicy = isPage ? ForPages : ForData;
    }

    private static Task Add(object state)
    {
        AddTo((HttpResponse)state);
        return Task.CompletedTask;
    }
}
