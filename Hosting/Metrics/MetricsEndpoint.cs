using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace OrleansState.Hosting.Metrics;

/// <summary>What the process has counted since its start, for Prometheus at <c>/metrics</c>.</summary>
public static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Ours, Orleans', HTTP's and the runtime's. HTTP's are told apart by route, never by path, and none by user.</summary>
    private static readonly string[] Meters =
        ["OrleansState", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>They cost every message between processes, and a silo's restart leaves all their series of it behind.</summary>
    private static readonly string[] LeftOut = ["orleans-messaging-sent-messages-size", "orleans-messaging-received-messages-size"];

    public static WebApplicationBuilder AddMetricsEndpoint(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(Meters)
            .AddView(instrument => LeftOut.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null)
            // Prometheus names what it scrapes itself; a label on every line that says it again is only longer.
            .AddPrometheusExporter(exporter => (exporter.ScopeInfoEnabled, exporter.TargetInfoEnabled) = (false, false)));
        return builder;
    }

    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint(Path).WithMetadata(new HttpMethodMetadata(["GET"]));
}
