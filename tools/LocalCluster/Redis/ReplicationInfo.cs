using System.Net.Sockets;

namespace OrleansState.LocalCluster.Redis;

/// <summary>What a server says of whom it follows, and of who follows it.</summary>
internal static class ReplicationInfo
{
    /// <summary>
    /// Whether a server follows the one on the other port, and has all of it. One that is about to has its connections closed
    /// by the sentinel that tells it to, and does not yet.
    /// </summary>
    public static async Task<bool> IsFollowingAsync(int port, int primary, CancellationToken cancellationToken) =>
        await AskAsync(port, cancellationToken) is { } lines
        && lines.Contains("role:slave") && lines.Contains($"master_port:{primary}") && lines.Contains("master_link_status:up");

    /// <summary>Whether a server counts the one on the other port among the replicas that have all of it: it learns that after the replica.</summary>
    public static async Task<bool> IsFollowedByAsync(int port, int replica, CancellationToken cancellationToken) =>
        await AskAsync(port, cancellationToken) is { } lines
        && lines.Any(line => line.StartsWith("slave", StringComparison.Ordinal) && line.Contains($",port={replica},state=online,", StringComparison.Ordinal));

    private static async Task<string[]?> AskAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return (await RedisLine.AskAsync(port, "INFO replication", cancellationToken)).Split("\r\n");
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return null;
        }
    }
}
