using Microsoft.Extensions.DependencyInjection;
using Orleans.Messaging;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>What every process of a cluster takes part with when a silo stops.</summary>
public static class DepartureServices
{
    /// <summary>Comes before the process' part in the cluster: it is started first and stopped last.</summary>
    public static IServiceCollection AddDepartures(this IServiceCollection services)
    {
        services.AddSingleton<DepartureBoard>();
        services.AddSingleton<KnownDepartures>();
        services.AddSingleton<CallsUnderWay>();
        services.AddSingleton<RefusalRetry>();
        services.AddSingleton<SiloDeparture>();
        return services.AddHostedService<DepartureWatch>();
    }

    /// <summary>Takes silos that stop off whatever list of gateways is registered by now.</summary>
    internal static void AddServingGateways(this IServiceCollection services)
    {
        var all = services.Last(service => service.ServiceType == typeof(IGatewayListProvider));
        services.Remove(all);
        services.AddSingleton<IGatewayListProvider>(provider => new ServingGateways(Create(provider, all), provider.GetRequiredService<KnownDepartures>()));
    }

    private static IGatewayListProvider Create(IServiceProvider provider, ServiceDescriptor all) => (IGatewayListProvider)(
        all.ImplementationInstance
        ?? all.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, all.ImplementationType!));
}
