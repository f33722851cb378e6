using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Metadata;
using Orleans.Serialization;
using OrleansState.Storage;
using OrleansState.Users;

namespace OrleansState;

/// <summary>What a silo needs to keep the states of its grains, besides a store.</summary>
public static class EngineServices
{
    /// <summary>
    /// Says what the engine does with states of a type besides storing them: deadlines, when a record can go, indexes. All silos of a
    /// cluster say the same. What several calls say of one type is taken together.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="configure">Says it, with the services of the silo, such as its options.</param>
    /// <typeparam name="TState">The state.</typeparam>
    public static IServiceCollection ConfigureState<TState>(this IServiceCollection services, Action<StateDefinition<TState>, IServiceProvider> configure)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(new StateConfiguration<TState>(configure));
    }

    /// <summary>
    /// Adds the state engine. A store comes with a package of its own, such as OrleansState.Redis, which adds this too. The host
    /// binds <see cref="IdempotencyOptions"/> to its settings, or leaves the defaults.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    public static IServiceCollection AddStateEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddOptions<IdempotencyOptions>();
        // What a call throws has to reach who waits for it: a type that is not let through ends as a fault of serialization, and
        // the words of the fault with it. One that the other side doesn't know arrives there by its name and its words.
        services.Configure<ExceptionSerializationOptions>(o => o.SupportedExceptionTypeFilter = static _ => true);
        services.TryAddSingleton<EngineMetrics>();
        services.TryAddSingleton(s => new StateEngine(
            s.GetRequiredService<IStateStore>(), s.GetRequiredService<EngineMetrics>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IOptions<IdempotencyOptions>>(), s));
        services.TryAddSingleton<IAttributeToFactoryMapper<DurableStateAttribute>, DurableStateFactory>();
        services.TryAddSingleton<DurableKinds>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGrainPropertiesProvider, StatesProvider>());
        services.TryAddKeyedTransient<IGrainExtension>(typeof(IDurableStateExtension), (s, _) => new DurableStateExtension(s.GetRequiredService<IGrainContextAccessor>().GrainContext));
        services.TryAddKeyedTransient<IGrainExtension>(typeof(IUserStateExtension), (s, _) => new UserStateExtension(s.GetRequiredService<IGrainContextAccessor>().GrainContext));
        services.TryAddSingleton<UserRecords>();
        return services;
    }

    /// <summary>Has maintenance run on its schedules, and indexes verified. Not without a real store: tests run tasks themselves.</summary>
    internal static IServiceCollection AddMaintenanceClock(this IServiceCollection services) =>
        services
            .AddSingleton<IMaintenanceTask, BuildTask>()
            .AddSingleton<IMaintenanceTask, VerifyTask>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MaintenanceClock>();

    /// <summary>What looks after states that nobody calls, for whoever adds a store with indexes.</summary>
    internal static IServiceCollection AddMaintenance(this IServiceCollection services)
    {
        services.TryAddSingleton<StateGrains>();
        services.TryAddSingleton<Settling>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, SweepTask>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, OutboxTask>());
        services.AddOptions<MaintenanceOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MaintenanceOptions>, MaintenanceChecks>());
        return services;
    }

    /// <summary>
    /// Has this silo drop what decisions tell, for a deployment in which nobody listens: the decisions take effect, no event is kept
    /// and none is told later. Without this and without an <see cref="IEventPublisher"/> a decision that tells an event is a fault.
    /// Where there is a publisher, this changes nothing. Events that a silo with a publisher has left in a record wait for the next
    /// such silo.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    public static IServiceCollection TellNobody(this IServiceCollection services)
    {
        services.TryAddSingleton<TellNobody>();
        return services;
    }
}
