using OrleansState.Api.Admin;
using OrleansState.Api.Edge;
using OrleansState.Api.Tokens;
using OrleansState.Embedded;
using OrleansState.Embedded.Kafka;
using OrleansState.Embedded.Redis;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.Silo;

namespace OrleansState.Api.Standalone;

/// <summary>All of it in one process: store, Kafka, silo, bridge and API.</summary>
internal static class StandaloneHost
{
    public static WebApplicationBuilder AddStandalone(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<DataOptions>(DataOptions.Section);
        var directory = builder.Configuration.ReadChecked<DataOptions>(DataOptions.Section).Directory;
        ListenAddresses.RequireFree(builder.Configuration["urls"]);
        builder.Configuration[AllowedHosts.Setting] ??= ListenAddresses.LoopbackHosts(builder.Configuration["urls"]);
        var kafka = builder.Configuration.ReadChecked<KafkaOptions>(KafkaOptions.Section);
        try
        {
            return builder.AddStandalone(directory, kafka);
        }
        catch (EmbeddedStartException fault)
        {
            throw new CannotStartException($"Data:Directory: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"Data:Directory: {fault.Message}", fault);
        }
    }

    private static WebApplicationBuilder AddStandalone(this WebApplicationBuilder builder, string directory, KafkaOptions kafka)
    {
        var data = DataDirectory.Open(directory);
        // Each on its own thread, as most of a start is compiling; both are up before anyone asks for them.
        var startedRedis = Task.Run(() => EmbeddedRedis.Start(data.Inside("store")));
        var startedKafka = kafka.Enabled && string.IsNullOrWhiteSpace(kafka.BootstrapServers)
            ? Task.Run(EmbeddedKafka? () => EmbeddedKafka.Start(kafka.Topic, kafka.DeadLetterTopic, kafka.ChangesTopic))
            : Task.FromResult<EmbeddedKafka?>(null);
        builder.AddSigningKey(data);
        var password = builder.AddAdminPassword();

        // A store in the same process that is late tells of a busy machine, not of a store that is away.
        builder.Configuration["Redis:Timeout"] ??= "00:00:10";

        // On a busy machine the watchdog warns of a stall before it has looked once.
        builder.Configuration["Logging:LogLevel:Orleans.Runtime.Watchdog"] ??= "Error";

        builder.Services.AddSingleton(_ => new StandaloneServers(data, startedRedis.Result, startedKafka.Result));
        builder.Services.AddHostedService(s => s.GetRequiredService<StandaloneServers>());
        builder.AddLoneSilo(() => startedRedis.Result.CommitAsync());

        // Their addresses take the place of the settings.
        if (startedKafka.GetAwaiter().GetResult() is { } broker)
        {
            builder.Configuration["Kafka:BootstrapServers"] = broker.BootstrapServers;
            builder.Configuration["Kafka:LogId"] = broker.LogId;
            builder.AddReadinessOfFirstReading();
        }

        builder.AddKafkaBridge().AddDeadLetterReport();
        builder.Services.AddHostedService(s => ActivatorUtilities.CreateInstance<Banner>(s, new AdminPassword(password)));
        builder.Configuration["Redis:ConnectionString"] = startedRedis.GetAwaiter().GetResult().ConnectionString;
        return builder;
    }

    private static void AddSigningKey(this WebApplicationBuilder builder, DataDirectory data)
    {
        if (!builder.Configuration.GetSection("Jwt:Keys").GetChildren().Any())
            builder.Configuration["Jwt:Keys:standalone"] = StandaloneKey.LoadOrCreate(data.FullPath);
    }

    /// <returns>The password that was made, or null where the settings name admins.</returns>
    private static string? AddAdminPassword(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("Admin:Users").GetChildren().Any())
            return null;
        var password = StandaloneAdmin.CreatePassword();
        builder.Configuration[$"Admin:Users:{StandaloneAdmin.Username}"] = password;
        return password;
    }
}
