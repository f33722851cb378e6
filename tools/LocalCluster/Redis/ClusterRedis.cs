using OrleansState.Embedded.Redis;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Redis;

/// <summary>
/// Where a local cluster keeps its state: a redis-server, alone or with a replica and sentinels, or the embedded Garnet where
/// there is none.
/// </summary>
public sealed class ClusterRedis : IAsyncDisposable
{
    private readonly List<RedisServer> _servers = [];
    private RedisSentinels? _sentinels;
    private EmbeddedRedis? _embedded;
    private RunDirectory? _directory;

    private ClusterRedis()
    {
    }

    /// <summary>
    /// The redis-server, to kill and restart it, of several the one that was the primary at first; the embedded one lives and
    /// dies with this process.
    /// </summary>
    public RedisServer Server => _servers.FirstOrDefault() ?? throw new InvalidOperationException($"This cluster has no redis-server. To get it: {RedisServer.InstallLine}");

    /// <summary>All of them.</summary>
    public IReadOnlyList<RedisServer> Servers => _servers;

    /// <summary>Who makes a replica the primary; only where the plan wants them.</summary>
    public RedisSentinels Sentinels => _sentinels ?? throw new InvalidOperationException("This cluster's Redis has no sentinels.");

    public bool HasSentinels => _sentinels is not null;

    public bool IsEmbedded => _embedded is not null;

    public string ConnectionString => _sentinels?.ConnectionString ?? _embedded?.ConnectionString ?? Server.ConnectionString;

    public static async Task<ClusterRedis> StartAsync(
        RedisTopology topology, AppendFsync fsync = AppendFsync.Always, CancellationToken cancellationToken = default)
    {
        var redis = new ClusterRedis();
        try
        {
            await redis.LaunchAsync(topology, fsync, cancellationToken);
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server that is the primary now, as the sentinels say where there are any.</summary>
    public async Task<RedisServer> PrimaryAsync(CancellationToken cancellationToken = default)
    {
        if (_sentinels is null)
            return Server;
        var port = await _sentinels.PrimaryPortAsync(cancellationToken);
        return _servers.Single(s => s.Port == port);
    }

    /// <summary>The one that is not.</summary>
    public async Task<RedisServer> ReplicaAsync(CancellationToken cancellationToken = default)
    {
        var primary = await PrimaryAsync(cancellationToken);
        return _servers.Single(s => s != primary);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sentinels is not null)
            await _sentinels.DisposeAsync();
        await Task.WhenAll(_servers.Select(s => s.DisposeAsync().AsTask()));
        _embedded?.Dispose();
        _directory?.Dispose();
    }

    private async Task LaunchAsync(RedisTopology topology, AppendFsync fsync, CancellationToken cancellationToken)
    {
        if (!RedisServer.IsInstalled && topology is RedisTopology.Alone)
        {
            _directory = new RunDirectory();
            _embedded = EmbeddedRedis.Start(_directory.FullPath);
            return;
        }

        _servers.Add(await RedisServer.StartAsync(fsync, cancellationToken));
        if (topology is RedisTopology.Alone)
            return;
        _servers.Add(await RedisServer.StartReplicaAsync(Server, fsync, cancellationToken));
        _sentinels = await RedisSentinels.StartAsync(Server, cancellationToken);
    }
}
