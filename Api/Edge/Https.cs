using OrleansState.Api.Problems;
using OrleansState.AspNetCore;
using OrleansState.Hosting.Metrics;

namespace OrleansState.Api.Edge;

/// <summary>What reads is redirected from HTTP to HTTPS, what changes is refused, and browsers are told to come by HTTPS for a year.</summary>
internal static class Https
{
    private const int UsualPort = 443;

    public static void AddHttps(this WebApplicationBuilder builder)
    {
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        // Left to itself the redirection lets HTTP through where it knows no port, as behind a proxy that ends TLS.
        if (!ListensByHttps(builder.Configuration))
            builder.Services.AddHttpsRedirection(redirection => redirection.HttpsPort = UsualPort);
    }

    public static void UseHttps(this WebApplication app)
    {
        if (!app.Configuration.GetValue<bool>($"{HttpOptions.Section}:{nameof(HttpOptions.RequireHttps)}"))
            return;
        // Who asks for these comes from inside, past the proxy, and has no certificate's name to ask by.
        app.UseWhen(static http => !IsForOperators(http.Request.Path), static branch =>
        {
            branch.Use(RefuseChanges);
            branch.UseHttpsRedirection();
        });
    }

    /// <summary>
    /// A client that followed a redirect would send password or token once more, in the clear as before or to whatever host
    /// the request itself named; and would never learn that it had.
    /// </summary>
    private static Task RefuseChanges(HttpContext http, RequestDelegate next) =>
        http.Request.IsHttps || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? next(http)
            : throw new InvalidRequestException(ProblemCodes.HttpsRequired, "This call is taken over HTTPS only. What it carried has gone over the network unencrypted.");

    private static bool IsForOperators(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments(MetricsEndpoint.Path);

    private static bool ListensByHttps(ConfigurationManager settings) =>
        settings["https_port"] is not null || settings["https_ports"] is not null || IsHttps(settings["urls"])
        || settings.GetSection("Kestrel:Endpoints").GetChildren().Any(endpoint => IsHttps(endpoint["Url"]));

    private static bool IsHttps(string? addresses) => addresses?.Contains("https://", StringComparison.OrdinalIgnoreCase) ?? false;
}
