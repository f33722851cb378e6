using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Hosting.Settings;

namespace OrleansState.Hosting.Health;

/// <summary>
/// Where a process that serves nothing but its health and its metrics is asked for them: at a free port of this machine, where
/// nothing else is set, so that any number of them may be started by hand.
/// </summary>
public static class HealthAddress
{
    private const string FreePort = "http://127.0.0.1:0";

    public static WebApplicationBuilder AddHealthAddress(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ListenUnlessSet(FreePort);
        builder.Services.AddHostedService<HealthAddressLog>();
        return builder;
    }
}

/// <summary>Says where that is, once it is known.</summary>
internal sealed partial class HealthAddressLog(IHostApplicationLifetime life, IServer server, ILogger<HealthAddressLog> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStarted.Register(() =>
        {
            if (server.Features.Get<IServerAddressesFeature>()?.Addresses is { } addresses)
                LogAddresses(addresses);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 2060, Level = LogLevel.Information, Message = "Health and metrics are at {Addresses}")]
    private partial void LogAddresses(ICollection<string> addresses);
}
