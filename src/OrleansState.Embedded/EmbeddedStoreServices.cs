using Microsoft.Extensions.DependencyInjection;
using OrleansState.Embedded.Redis;
using OrleansState.Redis;
using StackExchange.Redis;

namespace OrleansState.Embedded;

/// <summary>Adds a store inside the process to a silo that is a cluster of its own.</summary>
public static class EmbeddedStoreServices
{
    /// <summary>A store in the same process that is late tells of a busy machine, not of a store that is away.</summary>
    private const int CallPatienceMilliseconds = 10_000;

    /// <summary>
    /// Adds the state engine on an <see cref="EmbeddedRedis"/>, which starts when the silo first asks for its connection and
    /// stops behind the silo. What was acknowledged survives the death of the process.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="keyPrefix">What every key in the store begins with, e.g. <c>shop/</c>; never changed.</param>
    /// <param name="directory">Where the files lie; relative to the current directory. One process at a time has it: the start of a second one ends with an <see cref="EmbeddedStartException"/>.</param>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, string keyPrefix, string directory = "data")
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(_ => DataDirectory.Open(directory));
        services.AddSingleton(s => EmbeddedRedis.Start(s.GetRequiredService<DataDirectory>().Inside("store")));
        services.AddSingleton(s => new StoreFile(s.GetRequiredService<EmbeddedRedis>().CommitAsync));
        services.AddSingleton<IConnectionMultiplexer>(s => ConnectionMultiplexer.Connect(Client(s.GetRequiredService<EmbeddedRedis>().ConnectionString)));
        return services.AddRedisStateStore(keyPrefix);
    }

    private static ConfigurationOptions Client(string connectionString)
    {
        var client = ConfigurationOptions.Parse(connectionString);
        client.AllowAdmin = true;
        client.AsyncTimeout = client.SyncTimeout = client.ConnectTimeout = CallPatienceMilliseconds;
        return client;
    }
}
