using Microsoft.Extensions.DependencyInjection;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>Adds Redis as the store of the states of a silo's grains.</summary>
public static class RedisStateStoreServices
{
    /// <summary>
    /// Adds the state engine on the <see cref="IConnectionMultiplexer"/> of the container. A <see cref="StoreFile"/> of the
    /// container is asked after each write.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="keyPrefix">What every key in Redis begins with, e.g. <c>shop/</c>. All silos of a cluster have the same, and it is never changed.</param>
    public static IServiceCollection AddRedisStateStore(this IServiceCollection services, string keyPrefix)
    {
        services.AddStateEngine();
        services.AddSingleton(s => new RedisEpochs(s.GetRequiredService<IConnectionMultiplexer>(), keyPrefix, s.GetService<StoreFile>()));
        // A server's silence has no other clock than the real one, whatever clock the rules of states go by.
        services.AddSingleton(_ => new CallBreaker(TimeProvider.System));
        services.AddSingleton(s => new RedisStateStore(
            s.GetRequiredService<IConnectionMultiplexer>(), s.GetRequiredService<RedisEpochs>(), s.GetRequiredService<CallBreaker>(), keyPrefix));
        services.AddSingleton<IStateStore>(s => s.GetRequiredService<RedisStateStore>());
        services.AddHostedService<EpochWatch>();
        return services;
    }
}
