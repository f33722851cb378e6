using OrleansState.Api;
using OrleansState.Hosting.Health;
using OrleansState.Hosting.Settings;

return HealthCommand.IsIn(args)
    ? await HealthCommand.RunAsync(args)
    : await Startup.RunAsync(() => ApiHost.Build(args));
