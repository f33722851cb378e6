using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansState.Indexes;
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
            s.GetRequiredService<IConnectionMultiplexer>(), s.GetRequiredService<RedisEpochs>(), s.GetRequiredService<CallBreaker>(), keyPrefix,
            _ => s.GetRequiredService<EngineMetrics>().IndexFailed()));
        services.AddSingleton<IStateStore>(s => s.GetRequiredService<RedisStateStore>());
        services.AddHostedService<EpochWatch>();
        services.TryAddSingleton<IIndexAudit>(s => new RedisIndexAudit(new(s.GetRequiredService<IConnectionMultiplexer>), keyPrefix));
        services.AddMaintenance().AddMaintenanceClock();
        return services.AddRedisStateIndexes(keyPrefix);
    }

    /// <summary>
    /// Adds <see cref="IStateIndexes"/> on the <see cref="IConnectionMultiplexer"/> of the container. For a client of the cluster that reads
    /// indexes; a silo has it with its store.
    /// </summary>
    /// <param name="services">The client's services.</param>
    /// <param name="keyPrefix">As the silos have it.</param>
    public static IServiceCollection AddRedisStateIndexes(this IServiceCollection services, string keyPrefix)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIndexStore>(s => new RedisIndexStore(new(s.GetRequiredService<IConnectionMultiplexer>), keyPrefix));
        services.TryAddSingleton<IStateIndexes, StateIndexes>();
        return services;
    }
}
