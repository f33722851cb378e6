using OrleansState.Hosting.Health;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Metrics;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.Silo;

return await ProgramCommands.RunAsync(
    args,
    "A silo of OrleansState: it holds the grains and keeps their state in Redis.",
    settings => Startup.RunAsync(() => Build(settings)),
    _ => HealthCommand.Create());

static WebApplication Build(string[] settings)
{
    var builder = Startup.CreateBuilder(settings);
    builder.AddHealthAddress();
    var hasBridge = builder.Configuration.ReadChecked<KafkaOptions>(KafkaOptions.Section).InSilo;
    if (hasBridge)
        builder.AddKafkaAccess();
    builder.AddClusteredSilo();
    if (hasBridge)
        builder.AddKafkaBridge();
    builder.AddMetricsEndpoint();
    builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
    var app = builder.Build();
    app.MapHealth();
    app.MapMetrics();
    return app;
}
