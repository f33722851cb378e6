using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansState.Kafka.Publishing;

namespace OrleansState.Kafka;

/// <summary>Publishes what states tell to Kafka.</summary>
public static class KafkaEventServices
{
    /// <summary>
    /// Gives a silo an <see cref="IEventPublisher"/> that writes to a topic: CloudEvents 1.0 in binary mode (<c>ce_id</c> never changes,
    /// <c>ce_subject</c> and the record's key are the grain's key), by an idempotent producer, in order for each grain, at least
    /// once. While Kafka is away events wait in their records, and commands go on; readiness has a check <c>events</c>, which is degraded
    /// while Kafka has taken none for 15 s, and never worse.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="configure">Sets where Kafka is, and the topic. May be called again with more.</param>
    public static IServiceCollection AddKafkaEvents(this IServiceCollection services, Action<KafkaEventOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddEventOptions(configure);
        if (services.Any(service => service.ServiceType == typeof(PublishingProgress)))
            return services;
        services.AddSingleton<PublishingProgress>();
        services.AddSingleton<IEventPublisher, KafkaEventPublisher>();
        services.AddHealthChecks().AddCheck<EventHealthCheck>("events");
        return services;
    }

    /// <summary>
    /// Gives a process a <see cref="KafkaEventHistory"/>, which reads what was told of a key back from the topic. It needs no silo and no
    /// consumer group; Kafka is asked when it is used.
    /// </summary>
    /// <param name="services">The process' services.</param>
    /// <param name="configure">Sets where Kafka is, and the topic.</param>
    public static IServiceCollection AddKafkaEventHistory(this IServiceCollection services, Action<KafkaEventOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddEventOptions(configure);
        services.AddSingleton<KafkaEventHistory>(s => new KafkaEventHistory(
            s.GetRequiredService<IOptions<KafkaEventOptions>>().Value, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<KafkaClients>>()));
        return services;
    }

    private static void AddEventOptions(this IServiceCollection services, Action<KafkaEventOptions> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KafkaEventOptions>().Configure(configure)
            .Validate(options => !options.Faults().Any(), $"{nameof(KafkaEventOptions)} need the address of a Kafka, a topic, and no client's property that a promise hangs on.")
            .ValidateOnStart();
    }
}
