using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Redis;

/// <summary>A real redis-server on a free port of 127.0.0.1, with its append-only file in a directory of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>What brings redis-server to a Debian or Ubuntu machine.</summary>
    public const string InstallLine = "sudo apt-get install -y redis-server";

    private const int MaxPortAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly RunDirectory _directory = new("orleans-state-redis-");
    private readonly AppendFsync _fsync;
    private ChildProcess? _process;

    private RedisServer(AppendFsync fsync) => _fsync = fsync;

    public static bool IsInstalled => Programs.Find("redis-server") is not null;

    public int Port { get; private set; }

    public int Pid => Running.Pid;

    public bool HasExited => Running.HasExited;

    public string ConnectionString => $"127.0.0.1:{Port}";

    public string DataDirectory => _directory.FullPath;

    private ChildProcess Running => _process ?? throw new InvalidOperationException("This redis-server was never started.");

    public static async Task<RedisServer> StartAsync(
        AppendFsync fsync = AppendFsync.Always, CancellationToken cancellationToken = default)
    {
        var server = new RedisServer(fsync);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                server.Port = FreePort.Next();
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

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> TryLaunchAsync(CancellationToken cancellationToken)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await ChildProcess.StartAsync(new ChildCommand(
            "redis-server", "redis-server", Arguments(), _directory.File("redis.log")));
        return await Readiness.WaitAsync(
            _process, cancel => RedisPing.AnswersAsync(Port, _process.Pid, cancel), StartPatience, cancellationToken);
    }

    private string[] Arguments() =>
    [
        "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory.FullPath, "--save", "",
        "--appendonly", "yes", "--appendfsync", _fsync switch
        {
            AppendFsync.Always => "always",
            AppendFsync.EverySecond => "everysec",
            _ => "no",
        },
    ];
}
