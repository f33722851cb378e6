using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrleansState.Api.Admin;
using OrleansState.Kafka;

namespace OrleansState.Api.Standalone;

/// <summary>Says on standard output what runs in this process, when all of it does.</summary>
internal sealed class Banner(StandaloneServers servers, IHostApplicationLifetime lifetime, IServer server, AdminPassword admin, IServiceProvider services) : BackgroundService
{
    /// <summary>How long it waits for the bridge to read the embedded Kafka; a machine that is slower gets its banner all the same.</summary>
    private static readonly TimeSpan ReadingPatience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (servers.KafkaBootstrapServers is not null)
            await services.GetRequiredService<FirstReading>().Began.WaitAsync(ReadingPatience, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested)
            Console.Out.Write(Text());
    }

    private string Text()
    {
        var url = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var text = new StringBuilder()
            .Append("OrleansState, standalone: API, silo, bridge and store in this one process. Ctrl-C ends it.\n")
            .Append($"  API     {url}\n")
            .Append($"  docs    {url}/docs\n");
        if (servers.KafkaBootstrapServers is { } kafka)
            text.Append($"  Kafka   {kafka} (embedded, in memory, to try things with)\n");
        text.Append($"  data    {servers.DataDirectory} (embedded store; kept over a restart)\n");
        if (admin.Password is not null)
            text.Append($"  admin   {StandaloneAdmin.Username} / {admin.Password} (made for this run; set Admin:Users:{StandaloneAdmin.Username} to choose)\n");
        return text.ToString();
    }
}
