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
    builder.AddClusteredSilo();
    if (builder.Configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>() is { InSilo: true })
        builder.AddKafkaBridge();
    builder.AddMetricsEndpoint();
    builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
    var app = builder.Build();
    app.MapHealth();
    app.MapMetrics();
    return app;
});
