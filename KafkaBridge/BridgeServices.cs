using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge.Access;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Group;
using OrleansState.KafkaBridge.Health;
using OrleansState.KafkaBridge.Log;
using OrleansState.KafkaBridge.Rebuild;

namespace OrleansState.KafkaBridge;

/// <summary>The bridge: alone in its process, or beside a silo. Needs an <see cref="IClusterClient"/>.</summary>
public static class BridgeServices
{
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static WebApplicationBuilder AddKafkaBridge(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.AddKafkaClients().Enabled)
            return builder;
        RequireBroker(builder, "this process reads its events from Kafka. Set Kafka:Enabled to false where it shall not");
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton<TopicIdentity>();
        services.AddSingleton<TopicSetup>();
        services.AddSingleton<LogBounds>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<RecordFetcher>();
        services.TryAddSingleton<DeadLetterTopic>();
        services.TryAddSingleton<RedriveProofs>();
        services.AddSingleton<StretchReader>();
        services.AddSingleton<StartOffsets>();
        services.AddSingleton<IEventLog, KafkaEventLog>();
        services.AddSingleton<IDeadLetterWriter, DeadLetterProducer>();
        services.AddSingleton<ErasedUsers>();
        services.AddSingleton<LetterErasure>();
        services.TryAddSingleton<CheckpointKeys>();
        services.AddSingleton<GroupProgress>();
        services.AddSingleton<LagCommits>();
        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton<RecentLosses>();
        services.AddSingleton<Stalls>();
        services.AddSingleton<ProgressWatch>();
        services.AddSingleton<BridgeRetry>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<BridgeParts>(s, (IGrainFactory)s.GetRequiredService<IClusterClient>()));
        services.AddSingleton<PartitionWorkers>();
        builder.AddKafkaAccess();
        services.AddSingleton<FirstReading>();
        services.AddHostedService<GroupMember>();
        services.AddHostedService<ErasedLetters>();
        services.AddHostedService(s => s.GetRequiredService<ProgressWatch>());
        services.AddHealthChecks().AddCheck<BridgeHealthCheck>("bridge");
        return builder;
    }

    /// <summary>
    /// Names what Kafka denies the bridge. Called before the process' part in the cluster is added, it does so at once: hosted
    /// services start in the order of their adding, and a client of a cluster waits for its silos.
    /// </summary>
    public static WebApplicationBuilder AddKafkaAccess(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(AccessWatch)) || builder.AddKafkaClients() is not { Enabled: true, BootstrapServers.Length: > 0 })
            return builder;
        builder.Services.AddSingleton<AccessWatch>();
        builder.Services.AddHostedService(s => s.GetRequiredService<AccessWatch>());
        return builder;
    }

    /// <summary>Lets readiness wait until the bridge reads, where it brings its Kafka along: a Kafka elsewhere that is away keeps no process from serving.</summary>
    public static WebApplicationBuilder AddReadinessOfFirstReading(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHealthChecks().AddCheck<FirstReadingCheck>("partitions");
        return builder;
    }

    /// <summary>What an admin does with dead letters. Kafka is asked when it is used.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static WebApplicationBuilder AddDeadLetters(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RequireBroker(builder, "dead letters lie in Kafka");
        builder.AddKafkaClients();
        builder.Services.TryAddSingleton<DeadLetterTopic>();
        builder.Services.AddSingleton(services => new DeadLetterQueue(
            services.GetRequiredService<DeadLetterTopic>(), services.GetRequiredService<KafkaClients>(), services.GetRequiredService<IOptions<KafkaOptions>>()));
        return builder;
    }

    /// <summary>What makes the counts anew out of the log. Needs an <see cref="IClusterClient"/>.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    internal static WebApplicationBuilder AddRebuilding(this WebApplicationBuilder builder)
    {
        RequireBroker(builder, "the log lies in Kafka");
        builder.AddKafkaClients();
        builder.Services.TryAddSingleton<TopicIdentity>();
        builder.Services.TryAddSingleton<CheckpointKeys>();
        builder.Services.TryAddSingleton<DeadLetterTopic>();
        builder.Services.TryAddSingleton<RedriveProofs>();
        builder.Services.AddSingleton<Func<bool, WholeLog>>(s => fromZero => ActivatorUtilities.CreateInstance<WholeLog>(s, fromZero));
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<Rebuilding>(s, (IGrainFactory)s.GetRequiredService<IClusterClient>()));
        return builder;
    }

    private static void RequireBroker(WebApplicationBuilder builder, string what)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[$"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}"]))
            throw new BadSettingException($"Kafka:BootstrapServers is not set; {what}.");
    }

    /// <summary>The settings are looked at at once: a command ends before a start would look at them.</summary>
    private static KafkaOptions AddKafkaClients(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.ReadChecked<KafkaOptions>(KafkaOptions.Section);
        KafkaClientTrial.Require(options);
        builder.Services.AddCheckedOptions<KafkaOptions>(KafkaOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<KafkaClients>();
        return options;
    }
}
