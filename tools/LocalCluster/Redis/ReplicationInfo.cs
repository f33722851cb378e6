namespace OrleansState.LocalCluster.Redis;

/// <summary>What a server says of whom it follows.</summary>
internal sealed class ReplicationInfo
{
    private readonly HashSet<string> _lines;

    private ReplicationInfo(string answer) => _lines = [.. answer.Split("\r\n")];

    public static async Task<ReplicationInfo> AskAsync(int port, CancellationToken cancellationToken) =>
        new(await RedisLine.AskAsync(port, "INFO replication", cancellationToken));

    /// <summary>Whether it follows the server on that port, and has all of it.</summary>
    public bool IsFollowing(int port) =>
        _lines.Contains("role:slave") && _lines.Contains($"master_port:{port}") && _lines.Contains("master_link_status:up");
}
