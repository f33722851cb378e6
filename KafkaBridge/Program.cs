using OrleansState.Hosting.Health;
using OrleansState.Hosting.Metrics;
using OrleansState.Hosting.Orleans;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Rebuild;

if (HealthCommand.IsIn(args))
    return await HealthCommand.RunAsync(args);
if (DeadLettersCommand.IsIn(args))
    return await Startup.GuardAsync(() => DeadLettersCommand.RunAsync(args));
if (RebuildCommand.IsIn(args))
    return await Startup.GuardAsync(() => RebuildCommand.RunAsync(args));

return await Startup.RunAsync(() =>
{
    var builder = Startup.CreateBuilder(args);
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
});
