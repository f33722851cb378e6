using Orleans.Dashboard;
using OrleansState.Api.Admin;
using OrleansState.Hosting.Clustering;

namespace OrleansState.Api.Dashboards;

/// <summary>The Orleans Dashboard at <c>/dashboard</c>, for admins.</summary>
internal static class DashboardEndpoints
{
    private const string Path = "/dashboard";

    /// <summary>In a client of silos; a silo in this process has added it already.</summary>
    public static WebApplicationBuilder AddDashboardClient(this WebApplicationBuilder builder)
    {
        if (IsOn(builder.Configuration))
            builder.Host.UseOrleansClient(client => client.AddDashboard(dashboard => dashboard.HideTrace = true));
        return builder;
    }

    public static void MapDashboard(this WebApplication app)
    {
        if (!IsOn(app.Configuration))
            return;
        var dashboard = new Lazy<RequestDelegate>(() => Build(app));
        app.MapGet(Path + "/{**path}", (HttpContext http) => dashboard.Value(http)).RequireAuthorization(AdminPolicy.Name).ExcludeFromDescription();
    }

    /// <summary>
    /// The dashboard compresses all its pages when it is mapped, half a second of a start: it is mapped in a branch of its
    /// own when an admin first asks for it.
    /// </summary>
    private static RequestDelegate Build(IEndpointRouteBuilder app)
    {
        var branch = app.CreateApplicationBuilder();
        branch.Use(static (http, next) =>
        {
            // Found here once more, among the dashboard's own.
            http.SetEndpoint(null);
            return next(http);
        });
        branch.UseRouting();
        branch.UseEndpoints(static routes => routes.MapOrleansDashboard(Path).ExcludeFromDescription());
        return branch.Build();
    }

    private static bool IsOn(IConfiguration settings) =>
        (settings.GetSection(ClusteringOptions.Section).Get<ClusteringOptions>() ?? new ClusteringOptions()).Dashboard;
}
