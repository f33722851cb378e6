using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Group;
using OrleansState.KafkaBridge.Log;
using OrleansState.KafkaBridge.Partitions;

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
        if (string.IsNullOrWhiteSpace(kafka.BootstrapServers))
            throw new BadSettingException("Kafka:BootstrapServers is not set; this process reads its events from Kafka. Set Kafka:Enabled to false where it shall not.");
        var services = builder.Services;
        services.AddMetrics();
        services.AddSingleton<TopicLog>();
        services.AddSingleton<TopicSetup>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<RecordFetcher>();
        services.AddSingleton<DeadLetterProducer>();
        services.AddSingleton<PartitionStarts>();
        services.AddSingleton<GroupProgress>();
        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton<BridgeRetry>();
        services.AddSingleton<BridgeParts>();
        services.AddSingleton<PartitionWorkers>();
        services.AddHostedService<GroupMember>();
        return builder;
    }

    /// <summary>The Kafka clients, and what an admin does with dead letters; neither connects before it is used.</summary>
    public static IServiceCollection AddKafkaClients(this IServiceCollection services)
    {
        services.AddCheckedOptions<KafkaOptions>(KafkaOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KafkaClients>();
        return services;
    }
}
