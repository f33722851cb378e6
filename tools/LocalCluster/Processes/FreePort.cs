using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OrleansState.LocalCluster.Processes;

/// <summary>
/// Ports for servers that must be found again at the same port after a crash. They are drawn below the range from which
/// systems number outgoing connections, so that none of those takes the port while the server is down; drawn at random,
/// because a neighbour that looks at the same moment sees the same ports free. Who loses all the same draws again.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 31_999;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last + 1);
                if (!Given.Contains(port) && IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
