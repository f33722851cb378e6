using System.Net;
using System.Net.Sockets;

namespace OrleansState.Silo.Membership;

/// <summary>
/// A connection to another silo's endpoint over which nothing is said: its end is all that is of interest. Orleans waits
/// for a first message on it for as long as it is open, and closes it like any other when that silo shuts down.
/// </summary>
internal static class PeerConnection
{
    private static readonly TimeSpan IdleBeforeKeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>Connects, and returns when the connection has ended.</summary>
    public static async Task<PeerEnd> HoldAsync(IPEndPoint peer, CancellationToken cancellationToken)
    {
        using var socket = new Socket(peer.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A firewall on the way forgets a connection that is idle for minutes, and would then keep its end from us.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)IdleBeforeKeepAlive.TotalSeconds);
            await socket.ConnectAsync(peer, cancellationToken);
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode is SocketError.ConnectionRefused ? PeerEnd.Refused : PeerEnd.OutOfReach;
        }

        await EndAsync(socket, cancellationToken);
        return PeerEnd.Closed;
    }

    private static async Task EndAsync(Socket socket, CancellationToken cancellationToken)
    {
        var unread = new byte[1024];
        try
        {
            // The silo introduces itself; after that there is nothing more to read.
            while (await socket.ReceiveAsync(unread, cancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: an end as good as an orderly one.
        }
    }
}
