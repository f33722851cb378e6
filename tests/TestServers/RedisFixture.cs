using OrleansState.LocalCluster.Redis;

namespace OrleansState.TestServers;

/// <summary>
/// One real redis-server for the tests of an assembly:
/// <c>[assembly: AssemblyFixture(typeof(RedisFixture))]</c>. Tests keep apart by key prefix.
/// </summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;

    public string ConnectionString => Server.ConnectionString;

    /// <summary>The real server; skips the test (fails it in CI) where redis-server is not installed.</summary>
    public RedisServer Server
    {
        get
        {
            RequireRealRedis();
            return _server!;
        }
    }

    /// <summary>Skips the test visibly, or fails it in CI, where there is no real redis-server.</summary>
    public void RequireRealRedis()
    {
        if (_server is null)
            MissingServer.SkipOrFail("redis-server", RedisServer.InstallLine);
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.IsInstalled)
            _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
