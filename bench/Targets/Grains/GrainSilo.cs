using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Grains;
using OrleansState.LocalCluster.Processes;
using StackExchange.Redis;

namespace OrleansState.Bench.Targets.Grains;

/// <summary>One silo in this process with the engine's grains and the plain peer, on the same Redis: calls without HTTP or TCP between.</summary>
internal sealed class GrainSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host.Services;

    public static async Task<GrainSilo> StartAsync(string redis)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var connection = await ConnectionMultiplexer.ConnectAsync(redis + ",allowAdmin=true");
        builder.Services.AddSingleton<IConnectionMultiplexer>(connection);
        builder.Services.AddStateGrains("bench/").TellNobody();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
            silo.AddRedisGrainStorageAsDefault(o => o.ConfigurationOptions = ConfigurationOptions.Parse(redis));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new GrainSilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
