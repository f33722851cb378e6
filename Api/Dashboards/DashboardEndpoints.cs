using Orleans.Dashboard;
using OrleansState.Api.Admin;
using OrleansState.Hosting.Orleans;

namespace OrleansState.Api.Dashboards;

/// <summary>The Orleans Dashboard at <c>/dashboard</c>, for admins.</summary>
internal static class DashboardEndpoints
{
    /// <summary>In a client of silos; a silo in this process has added it already.</summary>
    public static WebApplicationBuilder AddDashboardClient(this WebApplicationBuilder builder)
    {
        if (IsOn(builder.Configuration))
            builder.Host.UseOrleansClient(client => client.AddDashboard(dashboard => dashboard.HideTrace = true));
        return builder;
    }

    public static void MapDashboard(this WebApplication app)
    {
        if (IsOn(app.Configuration))
            app.MapOrleansDashboard("/dashboard").RequireAuthorization(AdminPolicy.Name).ExcludeFromDescription();
    }

    private static bool IsOn(IConfiguration settings) =>
        (settings.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings()).Dashboard;
}
