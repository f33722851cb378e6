using System.Net.Sockets;

namespace OrleansState.LocalCluster.Redis;

/// <summary>What a server says of whom it follows.</summary>
internal static class ReplicationInfo
{
    /// <summary>
    /// Whether a server follows the one on the other port, and has all of it. One that is about to has its connections closed
    /// by the sentinel that tells it to, and does not yet.
    /// </summary>
    public static async Task<bool> IsFollowingAsync(int port, int primary, CancellationToken cancellationToken)
    {
        try
        {
            var lines = (await RedisLine.AskAsync(port, "INFO replication", cancellationToken)).Split("\r\n");
            return lines.Contains("role:slave") && lines.Contains($"master_port:{primary}") && lines.Contains("master_link_status:up");
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }
}
