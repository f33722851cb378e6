using OrleansState.Hosting.Health;
using OrleansState.Hosting.Metrics;
using OrleansState.Hosting.Orleans;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Rebuild;

if (HealthCommand.IsIn(args))
    return await HealthCommand.RunAsync(args);
try
{
    if (DeadLettersCommand.IsIn(args))
        return await DeadLettersCommand.RunAsync(args);
    if (RebuildCommand.IsIn(args))
        return await RebuildCommand.RunAsync(args);
}
catch (BadSettingException bad)
{
    await Console.Error.WriteLineAsync(bad.Message);
    return Startup.BadSettings;
}

return await Startup.RunAsync(() =>
{
    var builder = Startup.CreateBuilder(args);
    builder.AddClusterClient();
    builder.AddKafkaBridge();
    builder.AddMetricsEndpoint();
    builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
    var app = builder.Build();
    app.MapHealth();
    app.MapMetrics();
    return app;
});
