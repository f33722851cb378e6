using OrleansState.Api.Admin;
using OrleansState.Hosting.Metrics;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Metrics;

/// <summary>What every process tells Prometheus, here for admins only where the setting says so.</summary>
internal static class MetricsEndpoints
{
    public static WebApplicationBuilder AddApiMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<MetricsOptions>(MetricsOptions.Section);
        return builder.AddMetricsEndpoint();
    }

    public static void MapApiMetrics(this WebApplication app)
    {
        var options = app.Configuration.GetSection(MetricsOptions.Section).Get<MetricsOptions>() ?? new MetricsOptions();
        if (options.AdminsOnly)
            app.MapMetrics().RequireAuthorization(AdminPolicy.Name);
        else
            app.MapMetrics().AllowAnonymous();
    }
}
