using OrleansState.LocalCluster.Redis;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Knows how long each server's append-only file was a moment ago, and takes a server back to it.</summary>
internal sealed class RedisTail : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<RedisServer> _servers;
    private readonly TimeSpan _kept;
    private readonly CancellationTokenSource _over = new();
    private readonly Queue<(long At, Dictionary<string, long> Lengths)> _looks = new();
    private readonly Lock _gate = new();
    private readonly Task _watching;

    private RedisTail(IReadOnlyList<RedisServer> servers, TimeSpan kept) => (_servers, _kept, _watching) = (servers, kept, Task.Run(WatchAsync));

    public static async Task<RedisTail> StartAsync(IReadOnlyList<RedisServer> servers, TimeSpan kept, CancellationToken cancelled)
    {
        foreach (var server in servers)
        {
            // A file that is rewritten meanwhile can't be cut back to what it was.
            await server.TellAsync("CONFIG SET auto-aof-rewrite-percentage 0", cancelled);
            await server.TellAsync("CONFIG REWRITE", cancelled);
        }

        return new RedisTail(servers, kept);
    }

    /// <summary>kill -9, and a restart without what was written in the last seconds.</summary>
    /// <returns>How many bytes were lost, of how many.</returns>
    public async Task<(long Lost, long Of)> LoseAsync(RedisServer server, CancellationToken cancelled)
    {
        server.Kill();
        var file = File(server)!;
        long length;
        lock (_gate)
            length = Math.Min(_looks.Select(look => look.Lengths.GetValueOrDefault(file.FullName, -1)).FirstOrDefault(l => l >= 0, file.Length), file.Length);
        var before = file.Length;
        await using (var stream = file.Open(FileMode.Open, FileAccess.Write))
            stream.SetLength(length);
        await server.RestartAsync(cancelled);
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
            var lengths = _servers.Select(File).OfType<FileInfo>().Where(f => f.Exists).ToDictionary(f => f.FullName, f => f.Length);
            lock (_gate)
            {
                _looks.Enqueue((TimeProvider.System.GetTimestamp(), lengths));
                while (_looks.Count > 1 && TimeProvider.System.GetElapsedTime(_looks.Peek().At) > _kept)
                    _looks.Dequeue();
            }
        }
    }

    /// <summary>The file that the server writes now; a replica that gets everything anew begins another.</summary>
    private static FileInfo? File(RedisServer server) => new DirectoryInfo(server.DataDirectory)
        .GetFiles("*.incr.aof", SearchOption.AllDirectories).MaxBy(f => f.LastWriteTimeUtc);
}
