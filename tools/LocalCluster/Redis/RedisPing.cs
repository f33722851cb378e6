using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansState.LocalCluster.Redis;

/// <summary>Asks a Redis whether it serves and whether it is the one that was started: another may have won the port.</summary>
internal static class RedisPing
{
    public static async Task<bool> AnswersAsync(int port, int pid, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\nINFO server\r\nQUIT\r\n"u8.ToArray(), cancellationToken);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            // While it loads its files it answers -LOADING to PING.
            var answer = await reader.ReadToEndAsync(cancellationToken);
            return answer.StartsWith("+PONG", StringComparison.Ordinal)
                && answer.Contains($"process_id:{pid}\r", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }
}
