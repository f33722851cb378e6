using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrleansState.Api.Admin;

namespace OrleansState.Api.Standalone;

/// <summary>Says on standard output what runs in this process, when all of it does.</summary>
internal sealed class Banner(StandaloneServers servers, IHostApplicationLifetime lifetime, IServer server, AdminPassword admin) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.Out.Write(Text()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
