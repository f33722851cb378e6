namespace OrleansState.Silo.Dashboards;

/// <summary>
/// Stops the counters of Orleans' dashboard once it has started. They are taken every second, and taking them walks over
/// every activation of the silo: with a million users that is a tenth of its time, for a page that says less than
/// <c>/metrics</c>, which is asked when somebody looks. The dashboard has no setting for it.
/// </summary>
internal sealed class DashboardCounters(IServiceProvider services) : IHostedService
{
    public const string DashboardHost = "Orleans.Dashboard.DashboardHost";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // What it has to dispose of is its meter provider, and nothing else.
        foreach (var host in services.GetServices<IHostedService>().Where(service => service.GetType().FullName == DashboardHost))
            (host as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
