using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>Live states whose subscriptions lie in Redis.</summary>
public static class RedisLiveServices
{
    /// <summary>
    /// Adds live states (<see cref="LiveServices.AddLiveStates"/>). Which process listens on which stream is kept in the Redis of the
    /// container's <see cref="IConnectionMultiplexer"/>, under <c>{ServiceId}/state/pubsubrendezvous/…</c>: so that any silo that takes
    /// over a queue knows whom to tell.
    /// </summary>
    /// <param name="silo">The silo.</param>
    public static ISiloBuilder AddLiveStatesOnRedis(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.AddRedisGrainStorage(LiveStreams.Provider, storage => storage.Configure<IServiceProvider>((options, services) =>
        {
            options.DeleteStateOnClear = true;
            // Asked for, and not used where the connection is somebody's already.
            options.ConfigurationOptions = new ConfigurationOptions();
            options.CreateMultiplexer = _ => Task.FromResult((services.GetRequiredService<IConnectionMultiplexer>(), IsShared: true));
        }));
        return silo.AddLiveStates();
    }
}
