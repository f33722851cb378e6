using OrleansState.LocalCluster.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Robs a redis-server of the end of its append-only file.</summary>
internal static class LostTail
{
    public static long AppendOnlyBytes(this RedisServer server) => AppendOnlyFile(server).Length;

    /// <summary>Kills the server and starts it again with only so much of its file.</summary>
    public static async Task RestartWithoutAfterAsync(this RedisServer server, long length, CancellationToken cancellationToken)
    {
        server.Kill();
        await using (var file = AppendOnlyFile(server).Open(FileMode.Open, FileAccess.Write))
            file.SetLength(length);
        await server.RestartAsync(cancellationToken);
    }

    private static FileInfo AppendOnlyFile(RedisServer server) =>
        new(Directory.GetFiles(server.DataDirectory, "*.incr.aof", SearchOption.AllDirectories).Single());
}
