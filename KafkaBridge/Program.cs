using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Health;
using OrleansState.Hosting.Metrics;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Rebuild;

return await ProgramCommands.RunAsync(
    args,
    "The Kafka bridge of OrleansState: it reads events and counts each once.",
    settings => Startup.RunAsync(() => Build(settings)),
    _ => HealthCommand.Create(),
    DeadLettersCommand.Create,
    RebuildCommand.Create);

static WebApplication Build(string[] settings)
{
    var builder = Startup.CreateBuilder(settings);
    builder.AddHealthAddress();
    builder.AddKafkaAccess();
    builder.AddClusterClient();
    builder.AddKafkaBridge();
    builder.AddMetricsEndpoint();
    builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
    var app = builder.Build();
    app.MapHealth();
    app.MapMetrics();
    return app;
}
