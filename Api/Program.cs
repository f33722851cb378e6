using OrleansState.Api;
using OrleansState.Hosting.Health;
using OrleansState.Hosting.Settings;

return await ProgramCommands.RunAsync(
    args,
    "The HTTP API of OrleansState: all of it in this one process, or with Redis:ConnectionString a client of its silos.",
    settings => Startup.RunAsync(() => ApiHost.Build(settings)),
    _ => HealthCommand.Create());
