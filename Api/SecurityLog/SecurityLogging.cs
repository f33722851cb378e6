using OrleansState.Api.Tokens;
using OrleansState.Users;

namespace OrleansState.Api.SecurityLog;

/// <summary>Sees what no single route would tell: who was refused with 403, and what admins do.</summary>
internal static class SecurityLogging
{
    private const string AdminRoutes = "/admin/";

    /// <summary>Behind routing and before authorization, so that its refusals are seen.</summary>
    public static WebApplication UseForbiddenLog(this WebApplication app)
    {
        var events = app.Services.GetRequiredService<SecurityEvents>();
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response.StatusCode == StatusCodes.Status403Forbidden)
                events.Forbidden(TokenPrincipal.Of(http)?.UserId, http.Request.Method, RouteOf(http), http.Connection.RemoteIpAddress);
        });
        return app;
    }

    /// <summary>Behind authorization: who gets here may, and what they do is written down before it is done.</summary>
    public static WebApplication UseAdminLog(this WebApplication app)
    {
        var events = app.Services.GetRequiredService<SecurityEvents>();
        app.Use((http, next) =>
        {
            if (RouteOf(http) is { } route && route.StartsWith(AdminRoutes, StringComparison.Ordinal) && TokenPrincipal.Of(http) is { } admin)
                events.AdminActed(admin.UserId, http.Request.Method, route, About(http), http.Connection.RemoteIpAddress);
            return next(http);
        });
        return app;
    }

    /// <summary>The pattern, not what was called: that may hold anything.</summary>
    private static string? RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static string? About(HttpContext http) =>
        http.Request.RouteValues.GetValueOrDefault("id") is string id && UserIds.IsValid(id) ? id : null;
}
