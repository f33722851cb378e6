using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Serialization;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Clicks;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Engine.Idempotency;
using OrleansState.Grains.Engine.Redis;
using OrleansState.Grains.Erasure;
using OrleansState.Grains.Placement;
using StackExchange.Redis;

namespace OrleansState.Grains;

/// <summary>What a silo needs to host the grains.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the state engine on the <see cref="IConnectionMultiplexer"/> of the container. The host binds
    /// <see cref="CartOptions"/> and <see cref="IdempotencyOptions"/> to its settings.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="keyPrefix">What every key in Redis begins with, e.g. <c>orleansstate/</c>.</param>
    public static IServiceCollection AddStateGrains(this IServiceCollection services, string keyPrefix) => services.AddStateEngineOnRedis(keyPrefix);

    /// <summary>What calls the grains by itself. Comes behind the silo: it is started after it and stopped before.</summary>
    public static IServiceCollection AddErasureWatch(this IServiceCollection services) => services.AddHostedService<ErasureWatch>();

    /// <summary>The engine and its store, without what needs a silo.</summary>
    internal static IServiceCollection AddStateEngineOnRedis(this IServiceCollection services, string keyPrefix)
    {
        services.AddStateEngine();
        services.AddSingleton(s => new RedisIncarnations(s.GetRequiredService<IConnectionMultiplexer>(), keyPrefix, s.GetService<StoreFile>()));
        // A server's silence has no other clock than the real one, whatever clock the rules of states go by.
        services.AddSingleton(_ => new CallBreaker(TimeProvider.System));
        services.AddSingleton(s => new RedisStateStore(
            s.GetRequiredService<IConnectionMultiplexer>(), s.GetRequiredService<RedisIncarnations>(), s.GetRequiredService<CallBreaker>(), keyPrefix));
        services.AddSingleton<IStateStore>(s => s.GetRequiredService<RedisStateStore>());
        services.AddHostedService<IncarnationWatch>();
        return services;
    }

    /// <summary>The engine without a store.</summary>
    internal static IServiceCollection AddStateEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddOptions<CartOptions>();
        services.AddOptions<ErasureOptions>();
        services.AddOptions<IdempotencyOptions>();
        // What a call throws has to reach who waits for it: a type that is not let through ends as a fault of serialization, and
        // the words of the fault with it. One that the other side doesn't know arrives there by its name and its words.
        services.Configure<ExceptionSerializationOptions>(o => o.SupportedExceptionTypeFilter = static _ => true);
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<StateEngine>();
        services.AddSingleton<SlotOwners>();
        services.TryAddTransient<Regulars>();
        services.AddPlacementDirector<SlotPlacement, SlotPlacementDirector>();
        services.Configure<ResourceOptimizedPlacementOptions>(CallerPlacement.Configure);
        return services;
    }
}
