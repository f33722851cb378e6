using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Redis;

/// <summary>One sentinel: redis-server in that mode, on a free port, with the configuration that it rewrites itself.</summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    private const int MaxPortAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly RunDirectory _directory = new("orleans-state-sentinel-");
    private ChildProcess? _process;

    private RedisSentinel()
    {
    }

    public int Port { get; private set; }

    private ChildProcess Running => _process ?? throw new InvalidOperationException("This sentinel was never started.");

    /// <param name="watches">What it is to watch, as lines of its configuration.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<RedisSentinel> StartAsync(IEnumerable<string> watches, CancellationToken cancellationToken)
    {
        var sentinel = new RedisSentinel();
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await sentinel.TryLaunchAsync(watches, cancellationToken))
                    return sentinel;
                if (attempt == MaxPortAttempts || !sentinel.Running.LogTail().Contains("already in use", StringComparison.OrdinalIgnoreCase))
                    throw ServerStartException.For(sentinel.Running, "ended at its start");
            }
        }
        catch
        {
            await sentinel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until its answer to <paramref name="line"/> is one that is wanted.</summary>
    public Task WaitUntilAsync(string line, Func<string, bool> isWanted, string otherwise, TimeSpan patience, CancellationToken cancellationToken) =>
        Readiness.WaitAsync(Running, otherwise, async cancel => isWanted(await AskAsync(line, cancel)), patience, cancellationToken);

    public Task<string> AskAsync(string line, CancellationToken cancellationToken) => RedisLine.AskAsync(Port, line, cancellationToken);

    public Task TellAsync(string line, CancellationToken cancellationToken) => RedisLine.TellAsync(Port, line, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> TryLaunchAsync(IEnumerable<string> watches, CancellationToken cancellationToken)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Port = FreePort.Next();
        var file = _directory.File("sentinel.conf");
        await File.WriteAllLinesAsync(file, [$"port {Port}", "bind 127.0.0.1", $"dir \"{_directory.FullPath}\"", .. watches], cancellationToken);
        _process = await ChildProcess.StartAsync(new ChildCommand(
            "redis-sentinel", "redis-server", [file, "--sentinel"], _directory.File("sentinel.log")));
        return await Readiness.WaitAsync(
            _process, cancel => RedisPing.AnswersAsync(Port, _process.Pid, cancel), StartPatience, cancellationToken);
    }
}
