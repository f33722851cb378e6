using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Grains;
using StackExchange.Redis;

namespace OrleansState.Bench.Engine;

/// <summary>One silo with the engine's grains and the plain peer, on the same Redis.</summary>
internal static class EngineSilo
{
    public static async Task<IHost> StartAsync(string redis)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var connection = await ConnectionMultiplexer.ConnectAsync(redis + ",allowAdmin=true");
        builder.Services.AddSingleton<IConnectionMultiplexer>(connection);
        builder.Services.AddStateGrains("bench/");
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.AddRedisGrainStorageAsDefault(o => o.ConfigurationOptions = ConfigurationOptions.Parse(redis));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
