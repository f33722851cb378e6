using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansState.Kafka.Access;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Group;
using OrleansState.Kafka.Health;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Progress;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka;

/// <summary>Adds ingest from Kafka to a process that has an <see cref="IClusterClient"/>: a client of the cluster, or a silo.</summary>
public static class KafkaIngestServices
{
    /// <summary>
    /// Has this process read the topics that are added: a bridge. Any number of processes share the partitions as one consumer
    /// group. Readiness has a check <c>bridge</c>, never worse than degraded; metrics <c>bridge_*</c> are on the meter <c>OrleansState</c>.
    /// </summary>
    /// <param name="services">The process' services.</param>
    /// <param name="configure">Sets where Kafka is; called when the options are first needed. May be called again with more.</param>
    public static KafkaIngestBuilder AddKafkaIngest(this IServiceCollection services, Action<KafkaIngestOptions>? configure = null)
    {
        var builder = services.AddKafkaTopics(configure);
        if (services.Any(service => service.ServiceType == typeof(GroupMember)))
            return builder;
        builder.WatchAccess();
        services.AddSingleton<GroupMember>();
        services.AddHostedService(s => s.GetRequiredService<GroupMember>());
        services.AddHostedService<ErasedLetters>();
        services.AddHostedService(s => s.GetRequiredService<ProgressWatch>());
        services.AddHealthChecks().AddCheck<BridgeHealthCheck>("bridge");
        return builder;
    }

    /// <summary>
    /// Knows topics without reading them: what administers them (<see cref="DeadLetterQueue"/>, <see cref="IngestRebuild{TEvent}"/>) is
    /// in the container, and Kafka is asked when it is used.
    /// </summary>
    /// <param name="services">The process' services.</param>
    /// <param name="configure">As in <see cref="AddKafkaIngest"/>.</param>
    public static KafkaIngestBuilder AddKafkaTopics(this IServiceCollection services, Action<KafkaIngestOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
            services.Configure(configure);
        if (services.FirstOrDefault(service => service.ServiceType == typeof(KafkaIngestBuilder))?.ImplementationInstance is KafkaIngestBuilder known)
            return known;
        var builder = new KafkaIngestBuilder(services);
        services.AddSingleton(builder);
        services.AddSingleton<IValidateOptions<KafkaIngestOptions>, KafkaIngestOptionsValidator>();
        services.AddOptions<KafkaIngestOptions>().ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IErasedUsers, NobodyErased>();
        services.AddSingleton(s => new KafkaClients(s.GetRequiredService<IOptions<KafkaIngestOptions>>(), s.GetRequiredService<ILogger<KafkaClients>>()));
        services.AddSingleton<IngestTopics>();
        services.AddSingleton<TopicSetup>();
        services.AddSingleton<CheckpointKeys>();
        services.AddSingleton<GroupProgress>();
        services.AddSingleton<LagCommits>();
        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton<RecentLosses>();
        services.AddSingleton<Stalls>();
        services.AddSingleton<ProgressWatch>();
        services.AddSingleton<BridgeRetry>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<BridgeParts>(s, (IGrainFactory)s.GetRequiredService<IClusterClient>()));
        services.AddSingleton<PartitionWorkers>();
        services.AddSingleton<AccessWatch>();
        services.AddSingleton(_ => new FirstReading());
        return builder;
    }
}
