using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Redis;

/// <summary>Where a local cluster keeps its state: a redis-server.</summary>
public sealed class ClusterRedis : IAsyncDisposable
{
    private ClusterRedis(RedisServer server) => Server = server;

    public RedisServer Server { get; }

    public string ConnectionString => Server.ConnectionString;

    public static async Task<ClusterRedis> StartAsync(AppendFsync fsync, CancellationToken cancellationToken)
    {
        if (!RedisServer.IsInstalled)
            throw new ServerStartException($"redis-server is missing. To get it: {RedisServer.InstallLine}");
        return new ClusterRedis(await RedisServer.StartAsync(fsync, cancellationToken));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
