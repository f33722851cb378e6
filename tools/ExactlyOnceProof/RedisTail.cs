using OrleansState.LocalCluster.Redis;
using StackExchange.Redis;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Knows how long the append-only file was a moment ago, and takes the server back to it.</summary>
internal sealed class RedisTail : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly RedisServer _server;
    private readonly TimeSpan _kept;
    private readonly CancellationTokenSource _over = new();
    private readonly Queue<(long At, long Length)> _lengths = new();
    private readonly Lock _gate = new();
    private readonly Task _watching;

    private RedisTail(RedisServer server, TimeSpan kept) => (_server, _kept, _watching) = (server, kept, Task.Run(WatchAsync));

    public static async Task<RedisTail> StartAsync(RedisServer server, TimeSpan kept)
    {
        // A file that is rewritten meanwhile can't be cut back to what it was.
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        options.AllowAdmin = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await redis.GetServers()[0].ConfigSetAsync("auto-aof-rewrite-percentage", 0);
        return new RedisTail(server, kept);
    }

    /// <summary>kill -9, and a restart without what was written in the last seconds.</summary>
    /// <returns>How many bytes were lost, of how many.</returns>
    public async Task<(long Lost, long Of)> LoseAsync(CancellationToken cancelled)
    {
        _server.Kill();
        var file = File();
        long length;
        lock (_gate)
            length = Math.Min(_lengths.Peek().Length, file.Length);
        var before = file.Length;
        await using (var stream = file.Open(FileMode.Open, FileAccess.Write))
            stream.SetLength(length);
        await _server.RestartAsync(cancelled);
        return (before - length, before);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Look, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(_over.Token))
        {
            lock (_gate)
            {
                _lengths.Enqueue((TimeProvider.System.GetTimestamp(), File().Length));
                while (_lengths.Count > 1 && TimeProvider.System.GetElapsedTime(_lengths.Peek().At) > _kept)
                    _lengths.Dequeue();
            }
        }
    }

    private FileInfo File() => new DirectoryInfo(_server.DataDirectory).GetFiles("*.incr.aof", SearchOption.AllDirectories).MaxBy(f => f.LastWriteTimeUtc)!;
}
