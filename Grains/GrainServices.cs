using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Clicks;
using OrleansState.Grains.Erasure;
using OrleansState.Grains.Placement;
using OrleansState.Grains.Sessions;
using OrleansState.Grains.Users;
using OrleansState.Redis;

namespace OrleansState.Grains;

/// <summary>What a silo needs to host the grains.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the grains and the engine that keeps their states, on the <see cref="StackExchange.Redis.IConnectionMultiplexer"/> of the
    /// container. The host binds <see cref="CartOptions"/> and <see cref="IdempotencyOptions"/> to its settings.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="keyPrefix">What every key in Redis begins with, e.g. <c>orleansstate/</c>.</param>
    public static IServiceCollection AddStateGrains(this IServiceCollection services, string keyPrefix) =>
        services.AddRedisStateStore(keyPrefix).AddGrainsOfTheProduct();

    /// <summary>What calls the grains by itself. Comes behind the silo: it is started after it and stopped before.</summary>
    public static IServiceCollection AddErasureWatch(this IServiceCollection services) => services.AddHostedService<ErasureWatch>();

    /// <summary>What the grains need besides a store.</summary>
    internal static IServiceCollection AddGrainsOfTheProduct(this IServiceCollection services)
    {
        services.AddStateEngine();
        services.AddOptions<CartOptions>();
        services.ConfigureState<CartState>(static (carts, silo) => CartDefinition.Define(carts, silo.GetRequiredService<IOptions<CartOptions>>().Value));
        services.ConfigureState<ClickCounterState>(static (clicks, _) => ClickDefinition.Define(clicks));
        services.AddOptions<ErasureOptions>();
        services.ConfigureState<SessionsState>(static (sessions, _) => SessionsDefinition.Define(sessions));
        services.AddOptions<GuestOptions>();
        services.AddSingleton<ClickMetrics>();
        services.AddSingleton<SlotOwners>();
        services.TryAddTransient<FrequentUsers>();
        services.AddPlacementDirector<SlotPlacement, SlotPlacementDirector>();
        services.Configure<ResourceOptimizedPlacementOptions>(CallerPlacement.Configure);
        return services;
    }
}
