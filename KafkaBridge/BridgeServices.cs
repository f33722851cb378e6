using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Group;
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
        builder.Services.AddKafkaClients();
        var kafka = builder.Configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>() ?? new KafkaOptions();
        if (!kafka.Enabled)
            return builder;
        RequireBroker(builder, "this process reads its events from Kafka. Set Kafka:Enabled to false where it shall not");
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton<TopicLog>();
        services.AddSingleton<TopicSetup>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<RecordFetcher>();
        services.AddSingleton<FirstOffsets>();
        services.AddSingleton<IEventLog, KafkaEventLog>();
        services.AddSingleton<IDeadLetterWriter, DeadLetterProducer>();
        services.TryAddSingleton<PartitionNames>();
        services.AddSingleton<GroupProgress>();
        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton<BridgeRetry>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<BridgeParts>(s, (IGrainFactory)s.GetRequiredService<IClusterClient>()));
        services.AddSingleton<PartitionWorkers>();
        services.AddHostedService<GroupMember>();
        return builder;
    }

    /// <summary>What an admin does with dead letters. Kafka is asked when it is used.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static WebApplicationBuilder AddDeadLetters(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RequireBroker(builder, "dead letters lie in Kafka");
        builder.Services.AddKafkaClients();
        builder.Services.AddSingleton<DeadLetterTopic>();
        builder.Services.AddSingleton(services => new DeadLetterBox(
            services.GetRequiredService<DeadLetterTopic>(), services.GetRequiredService<KafkaClients>(), services.GetRequiredService<IOptions<KafkaOptions>>()));
        return builder;
    }

    /// <summary>What makes the counts anew out of the log. Needs an <see cref="IClusterClient"/>.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    internal static WebApplicationBuilder AddRebuilding(this WebApplicationBuilder builder)
    {
        RequireBroker(builder, "the log lies in Kafka");
        builder.Services.AddKafkaClients();
        builder.Services.TryAddSingleton<TopicLog>();
        builder.Services.TryAddSingleton<PartitionNames>();
        builder.Services.AddSingleton<WholeLog>();
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<Rebuilding>(s, (IGrainFactory)s.GetRequiredService<IClusterClient>()));
        return builder;
    }

    private static void RequireBroker(WebApplicationBuilder builder, string what)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[$"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}"]))
            throw new BadSettingException($"Kafka:BootstrapServers is not set; {what}.");
    }

    private static void AddKafkaClients(this IServiceCollection services)
    {
        services.AddCheckedOptions<KafkaOptions>(KafkaOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KafkaClients>();
    }
}
