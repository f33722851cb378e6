using OrleansState.Hosting.Health;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Metrics;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.Silo;

if (HealthCommand.IsIn(args))
    return await HealthCommand.RunAsync(args);

return await Startup.RunAsync(() =>
{
    var builder = Startup.CreateBuilder(args);
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
});
