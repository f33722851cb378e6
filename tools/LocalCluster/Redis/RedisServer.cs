using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Redis;

/// <summary>
/// A real redis-server on a free port of 127.0.0.1, with its append-only file in a directory of its own. Whom it follows it
/// keeps in its configuration file, as a server that Sentinel looks after does, so that a restart changes nothing of that.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>What brings redis-server to a Debian or Ubuntu machine.</summary>
    public const string InstallLine = "sudo apt-get install -y redis-server";

    private const int MaxPortAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly RunDirectory _directory = new("orleans-state-redis-");
    private readonly AppendFsync _fsync;
    private readonly string[] _settings;
    private ChildProcess? _process;

    private RedisServer(AppendFsync fsync, string[] settings) => (_fsync, _settings) = (fsync, settings);

    public static bool IsInstalled => Programs.Find("redis-server") is not null;

    public int Port { get; private set; }

    public int Pid => Running.Pid;

    public bool HasExited => Running.HasExited;

    public string ConnectionString => $"127.0.0.1:{Port}";

    public string DataDirectory => _directory.FullPath;

    private ChildProcess Running => _process ?? throw new InvalidOperationException("This redis-server was never started.");

    private string ConfigurationFile => _directory.File("redis.conf");

    /// <param name="fsync">What an acknowledged write is worth.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="settings">Further lines of its configuration.</param>
    public static async Task<RedisServer> StartAsync(
        AppendFsync fsync = AppendFsync.Always, CancellationToken cancellationToken = default, params string[] settings)
    {
        var server = new RedisServer(fsync, settings);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                server.Port = FreePort.Next();
                await File.WriteAllLinesAsync(server.ConfigurationFile, server.Configuration(), cancellationToken);
                if (await server.TryLaunchAsync(cancellationToken))
                    return server;
                if (attempt == MaxPortAttempts || !server.Running.LogTail().Contains("already in use", StringComparison.OrdinalIgnoreCase))
                    throw ServerStartException.For(server.Running, "ended at its start");
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one that follows <paramref name="primary"/>, and returns when it has all that the primary has.</summary>
    public static async Task<RedisServer> StartReplicaAsync(
        RedisServer primary, AppendFsync fsync = AppendFsync.Always, CancellationToken cancellationToken = default)
    {
        var replica = await StartAsync(fsync, cancellationToken);
        try
        {
            await replica.FollowAsync(primary, cancellationToken);
            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill() => Running.Kill();

    public void Pause() => Running.Pause();

    public void Resume() => Running.Resume();

    /// <summary>Ends it as its operator would: what it holds is on disk.</summary>
    public Task StopAsync() => Running.StopAsync(StopPatience);

    /// <summary>Starts it on the port and the files it had; one that still runs is killed first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        if (!await TryLaunchAsync(cancellationToken))
            throw ServerStartException.For(Running, "ended at its restart");
    }

    /// <summary>A replica becomes a primary (REPLICAOF NO ONE); the one it followed is not told.</summary>
    public async Task PromoteAsync(CancellationToken cancellationToken = default)
    {
        await TellAsync("REPLICAOF NO ONE", cancellationToken);
        await TellAsync("CONFIG REWRITE", cancellationToken);
    }

    /// <summary>
    /// Becomes a replica (REPLICAOF) without being started anew, and returns when it has all that the other has. What it has
    /// itself and the other has not is gone then.
    /// </summary>
    public async Task FollowAsync(RedisServer primary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(primary);
        await TellAsync($"REPLICAOF 127.0.0.1 {primary.Port}", cancellationToken);
        await TellAsync("CONFIG REWRITE", cancellationToken);
        await WaitUntilFollowingAsync(primary, "did not catch up with its primary", cancellationToken);
    }

    /// <summary>
    /// A planned failover (FAILOVER TO): it takes no more writes, waits until its replica has all, and changes places with it.
    /// Returns when it follows the other.
    /// </summary>
    public async Task FailOverAsync(RedisServer replica, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(replica);
        await Readiness.WaitAsync(Running, "has no such replica", cancel => ReplicationInfo.IsFollowedByAsync(Port, replica.Port, cancel), StartPatience, cancellationToken);
        await TellAsync($"FAILOVER TO 127.0.0.1 {replica.Port}", cancellationToken);
        await WaitUntilFollowingAsync(replica, "did not change places with its replica", cancellationToken);
        await TellAsync("CONFIG REWRITE", cancellationToken);
        await replica.TellAsync("CONFIG REWRITE", cancellationToken);
    }

    /// <summary>Returns when it follows <paramref name="primary"/>, as somebody told it to, and has all that the primary has.</summary>
    public Task WaitUntilFollowsAsync(RedisServer primary, CancellationToken cancellationToken = default) =>
        WaitUntilFollowingAsync(primary, "does not follow its primary", cancellationToken);

    /// <summary>Forgets every record there is (FLUSHALL).</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => TellAsync("FLUSHALL", cancellationToken);

    /// <summary>Tells it what its operator would type.</summary>
    /// <exception cref="InvalidOperationException">It refused.</exception>
    public Task TellAsync(string line, CancellationToken cancellationToken = default) => RedisLine.TellAsync(Port, line, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Dispose();
    }

    private Task<bool> WaitUntilFollowingAsync(RedisServer primary, string otherwise, CancellationToken cancellationToken) => Readiness.WaitAsync(
        Running, otherwise, cancel => ReplicationInfo.IsFollowingAsync(Port, primary.Port, cancel), StartPatience, cancellationToken);

    private async Task<bool> TryLaunchAsync(CancellationToken cancellationToken)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await ChildProcess.StartAsync(new ChildCommand(
            "redis-server", "redis-server", [ConfigurationFile], _directory.File("redis.log")));
        return await Readiness.WaitAsync(
            _process, cancel => RedisPing.AnswersAsync(Port, _process.Pid, cancel), StartPatience, cancellationToken);
    }

    private string[] Configuration() =>
    [
        $"port {Port}", "bind 127.0.0.1", $"dir \"{_directory.FullPath}\"", "save \"\"",
        "appendonly yes", _fsync switch
        {
            AppendFsync.Always => "appendfsync always",
            AppendFsync.EverySecond => "appendfsync everysec",
            _ => "appendfsync no",
        },
        // A replica that asks for everything is served at once, not after waiting for more such replicas.
        "repl-diskless-sync-delay 0",
        .. _settings,
    ];
}
