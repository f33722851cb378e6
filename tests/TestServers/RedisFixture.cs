using OrleansState.Embedded.Redis;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.TestServers;

/// <summary>
/// One real redis-server for the tests of an assembly:
/// <c>[assembly: AssemblyFixture(typeof(RedisFixture))]</c>. Tests keep apart by key prefix. Where none is installed the
/// embedded Garnet answers at <see cref="ConnectionString"/>; what needs the real one asks for <see cref="Server"/>.
/// </summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;
    private RunDirectory? _directory;
    private EmbeddedRedis? _embedded;

    /// <summary>The real server's, or the embedded one's where there is no real one.</summary>
    public string ConnectionString => _server?.ConnectionString ?? _embedded!.ConnectionString;

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
        {
            _server = await RedisServer.StartAsync();
            return;
        }

        _directory = new RunDirectory();
        _embedded = EmbeddedRedis.Start(_directory.FullPath);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _embedded?.Dispose();
        _directory?.Dispose();
    }
}
