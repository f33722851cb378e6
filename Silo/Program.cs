using OrleansState.Hosting.Health;
using OrleansState.Hosting.Settings;
using OrleansState.Silo;

if (HealthCommand.IsIn(args))
    return await HealthCommand.RunAsync(args);

return await Startup.RunAsync(() =>
{
    var builder = Startup.CreateBuilder(args);
    builder.AddClusteredSilo();
    builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
    var app = builder.Build();
    app.MapHealth();
    return app;
});
