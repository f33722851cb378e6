using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka.Publishing;

namespace OrleansState.Kafka;

/// <summary>Publishes what states tell to Kafka.</summary>
public static class KafkaEventServices
{
    /// <summary>
    /// Gives a silo an <see cref="IEventPublisher"/> that writes to a topic: CloudEvents 1.0 in binary mode (<c>ce_id</c> never changes,
    /// <c>ce_subject</c> and the record's key are the grain's key), by an idempotent producer, in order for each grain, at least
    /// once. While Kafka is away events wait in their records, and commands go on.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="configure">Sets where Kafka is, and the topic.</param>
    public static IServiceCollection AddKafkaEvents(this IServiceCollection services, Action<KafkaEventOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<KafkaEventOptions>().Configure(configure)
            .Validate(options => !options.Faults().Any(), $"{nameof(KafkaEventOptions)} need the address of a Kafka, a topic, and no client's property that a promise hangs on.")
            .ValidateOnStart();
        services.AddSingleton<IEventPublisher, KafkaEventPublisher>();
        return services;
    }
}
