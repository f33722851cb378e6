using System.Net.Sockets;

namespace OrleansState.LocalCluster.Redis;

/// <summary>Asks a Redis whether it serves and whether it is the one that was started: another may have won the port.</summary>
internal static class RedisPing
{
    public static async Task<bool> AnswersAsync(int port, int pid, CancellationToken cancellationToken)
    {
        try
        {
            // While it loads its files it answers -LOADING to PING.
            return await RedisLine.AskAsync(port, "PING", cancellationToken) == "+PONG"
                && (await RedisLine.AskAsync(port, "INFO server", cancellationToken)).Contains($"process_id:{pid}\r", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }
}
