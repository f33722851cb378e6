using System.Net;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Edge;

/// <summary>What every request passes first: proxies that are believed, HTTPS, security headers, CORS. All closed unless set.</summary>
internal static class EdgeServices
{
    public static WebApplicationBuilder AddEdge(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<HttpOptions>(HttpOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>();
        // Its own queues, one a core, cost a tenth of the reads on two cores; the pool's, without them, spread the requests as well.
        builder.WebHost.UseSockets(sockets => sockets.IOQueueCount = 0);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(Cors(builder.Configuration)));
        builder.AddHttps();
        builder.AddAllowedHosts();
        return builder;
    }

    public static void UseEdge(this WebApplication app)
    {
        var settings = app.Configuration.GetSection(HttpOptions.Section).Get<HttpOptions>() ?? new HttpOptions();
        if (HttpOptions.Split(settings.KnownProxies) is { Length: > 0 } proxies)
            app.UseForwardedHeaders(Forwarded(proxies, settings.ForwardLimit));
        app.UseSecurityHeaders();
        // Before whatever refuses, so that a script is told why it was refused.
        if (HttpOptions.Split(settings.CorsOrigins).Length > 0)
            app.UseCors();
        if (settings.RequireHttps)
            app.UseHsts();
    }

    private static CorsPolicy Cors(ConfigurationManager settings) =>
        new CorsPolicyBuilder(HttpOptions.Split(settings[$"{HttpOptions.Section}:{nameof(HttpOptions.CorsOrigins)}"])).AllowAnyMethod().AllowAnyHeader()
            .WithExposedHeaders("ETag", "Idempotency-Replayed", "Retry-After", "WWW-Authenticate").Build();

    private static ForwardedHeadersOptions Forwarded(string[] proxies, int limit)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix, ForwardLimit = limit };
        // The framework's own default believes whatever runs on this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
                options.KnownIPNetworks.Add(network);
        }

        return options;
    }
}
