using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Clicks;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Rebuild;

namespace OrleansState.KafkaBridge;

/// <summary>The bridge: alone in its process, or beside a silo. Needs an <see cref="IClusterClient"/>.</summary>
public static class BridgeServices
{
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static WebApplicationBuilder AddKafkaBridge(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var kafka = builder.ReadKafka();
        if (!kafka.Enabled)
            return builder;
        builder.RequireBroker("this process reads its events from Kafka. Set Kafka:Enabled to false where it shall not");
        builder.AddEvents(kafka);
        builder.Services.AddKafkaIngest();
        return builder;
    }

    /// <summary>
    /// Names what Kafka denies the bridge. Called before the process' part in the cluster is added, it does so at once: hosted
    /// services start in the order of their adding, and a client of a cluster waits for its silos.
    /// </summary>
    public static WebApplicationBuilder AddKafkaAccess(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ReadKafka() is { Enabled: true, BootstrapServers.Length: > 0 } kafka)
            builder.AddEvents(kafka).WatchAccess();
        return builder;
    }

    /// <summary>Lets readiness wait until the bridge reads, where it brings its Kafka along: a Kafka elsewhere that is away keeps no process from serving.</summary>
    public static WebApplicationBuilder AddReadinessOfFirstReading(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKafkaTopics().WaitForFirstReading();
        return builder;
    }

    /// <summary>What an admin does with dead letters. Kafka is asked when it is used.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static WebApplicationBuilder AddDeadLetters(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.RequireBroker("dead letters lie in Kafka");
        var kafka = builder.ReadKafka();
        builder.AddEvents(kafka);
        builder.Services.TryAddSingleton(services => services.GetRequiredKeyedService<DeadLetterQueue>(kafka.Topic));
        return builder;
    }

    /// <summary>Has a silo count the dead letters now and then, where there is a Kafka. That is asked when it is due.</summary>
    public static WebApplicationBuilder AddDeadLetterReport(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ReadKafka() is { Enabled: true } kafka)
            builder.AddEvents(kafka).ReportDeadLetters();
        return builder;
    }

    /// <summary>What makes the counts anew out of the log. Needs an <see cref="IClusterClient"/>.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    internal static WebApplicationBuilder AddRebuilding(this WebApplicationBuilder builder)
    {
        builder.RequireBroker("the log lies in Kafka");
        var kafka = builder.ReadKafka();
        builder.AddEvents(kafka);
        builder.Services.AddSingleton(services => services.GetRequiredKeyedService<IngestRebuild<ClickEvent>>(kafka.Topic));
        builder.Services.AddSingleton(services => new Rebuilding(services.GetRequiredService<IClusterClient>(), services.GetRequiredService<IngestRebuild<ClickEvent>>()));
        return builder;
    }

    /// <summary>Ends the process where it was not told where Kafka is.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="what">What it needs Kafka for.</param>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static void RequireBroker(this WebApplicationBuilder builder, string what)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrWhiteSpace(builder.Configuration[$"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}"]))
            throw new BadSettingException($"Kafka:BootstrapServers is not set; {what}.");
    }

    /// <summary>The settings are looked at at once: a command ends before a start would look at them.</summary>
    /// <exception cref="BadSettingException">One of them is wrong, or a client does not take it.</exception>
    public static KafkaOptions ReadKafka(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Configuration.ReadChecked<KafkaOptions>(KafkaOptions.Section);
        KafkaClientTrial.Require(options);
        builder.Services.AddCheckedOptions<KafkaOptions>(KafkaOptions.Section);
        return options;
    }

    /// <summary>The one topic of the application: what users did.</summary>
    private static KafkaIngestBuilder AddEvents(this WebApplicationBuilder builder, KafkaOptions kafka)
    {
        var services = builder.Services;
        services.TryAddSingleton<IErasedUsers, ErasedUsers>();
        var ingest = services.AddKafkaTopics();
        if (ingest.Topics.Contains(kafka.Topic))
            return ingest;
        services.AddOptions<KafkaIngestOptions>().Configure<IOptions<KafkaOptions>>((options, settings) => Apply(settings.Value, options));
        return ingest.AddTopic(
            kafka.Topic, _ => new ClickReader(), s => new ClickHandler(s.GetRequiredService<IClusterClient>()),
            topic => (topic.DeadLetterTopic, topic.TopicId) = (kafka.DeadLetterTopic, kafka.LogId));
    }

    /// <summary>Where what states tell is written, and read back.</summary>
    public static void Apply(this KafkaEventOptions events, KafkaOptions settings)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(settings);
        (events.BootstrapServers, events.Topic) = (settings.BootstrapServers, settings.ChangesTopic);
        foreach (var (name, value) in settings.Client)
            events.Client[name] = value;
    }

    /// <summary>What an admin looks back at. Kafka is asked when it is used.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static WebApplicationBuilder AddChangeHistory(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.RequireBroker("what was told lies in Kafka");
        var kafka = builder.ReadKafka();
        builder.Services.AddKafkaEventHistory(events => events.Apply(kafka));
        return builder;
    }

    internal static void Apply(KafkaOptions settings, KafkaIngestOptions options)
    {
        (options.BootstrapServers, options.GroupId) = (settings.BootstrapServers, settings.GroupId);
        foreach (var (name, value) in settings.Client)
            options.Client[name] = value;
    }
}
