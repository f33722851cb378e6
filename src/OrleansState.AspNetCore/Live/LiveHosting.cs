using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OrleansState.AspNetCore;

/// <summary>Adds streams of server-sent events to a host.</summary>
public static class LiveHosting
{
    /// <summary>
    /// Adds <see cref="LiveStates"/> to a process that is a client of its silos, which have live states too (<c>AddLiveStates</c> of
    /// OrleansState on each of them).
    /// </summary>
    /// <param name="client">The client.</param>
    public static IClientBuilder AddLiveStates(this IClientBuilder client)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.AddMemoryStreams(LiveStreams.Provider);
        client.Services.AddLiveStates();
        return client;
    }

    /// <summary>Adds <see cref="LiveStates"/> to a process with a silo of its own, which has live states too.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddLiveStates(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLiveConnections();
        services.TryAddSingleton(s => new LiveFeed(s.GetRequiredService<IClusterClient>(), s.GetRequiredService<LiveMetrics>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new LiveStates(s.GetRequiredService<LiveConnections>(), s.GetRequiredService<LiveFeed>()));
        // Behind the client or silo: it is stopped before them.
        services.AddHostedService(s => s.GetRequiredService<LiveFeed>());
        return services;
    }

    /// <summary>Adds <see cref="LiveConnections"/> alone, for streams of something that is no state of one grain.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddLiveConnections(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<LiveOptions>();
        services.TryAddSingleton<LiveMetrics>();
        services.TryAddSingleton(s => new LiveConnections(
            s.GetRequiredService<IOptions<LiveOptions>>(), s.GetRequiredService<LiveMetrics>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IHostApplicationLifetime>()));
        return services;
    }
}
