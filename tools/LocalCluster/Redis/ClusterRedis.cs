using OrleansState.Embedded.Redis;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Redis;

/// <summary>Where a local cluster keeps its state: a redis-server, or the embedded Garnet where there is none.</summary>
public sealed class ClusterRedis : IAsyncDisposable
{
    private readonly RedisServer? _server;
    private readonly EmbeddedRedis? _embedded;
    private readonly RunDirectory? _directory;

    private ClusterRedis(RedisServer server) => _server = server;

    private ClusterRedis(EmbeddedRedis embedded, RunDirectory directory) => (_embedded, _directory) = (embedded, directory);

    /// <summary>The redis-server, to kill and restart it; the embedded one lives and dies with this process.</summary>
    public RedisServer Server => _server ?? throw new InvalidOperationException($"This cluster has no redis-server. To get it: {RedisServer.InstallLine}");

    public bool IsEmbedded => _server is null;

    public string ConnectionString => _server?.ConnectionString ?? _embedded!.ConnectionString;

    public static async Task<ClusterRedis> StartAsync(AppendFsync fsync, CancellationToken cancellationToken)
    {
        if (RedisServer.IsInstalled)
            return new ClusterRedis(await RedisServer.StartAsync(fsync, cancellationToken));
        var directory = new RunDirectory();
        try
        {
            return new ClusterRedis(EmbeddedRedis.Start(directory.FullPath), directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _embedded?.Dispose();
        _directory?.Dispose();
    }
}
