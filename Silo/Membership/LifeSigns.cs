using System.Net;
using System.Net.Sockets;

namespace OrleansState.Silo.Membership;

/// <summary>What another silo's endpoint answers to a connection.</summary>
internal static class LifeSigns
{
    /// <summary>Connects and waits for the silo to introduce itself. A process that stands still takes connections, and says nothing.</summary>
    public static async Task<LifeSign> AskAsync(IPEndPoint silo, TimeSpan patience, TimeProvider clock)
    {
        using var socket = new Socket(silo.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var end = new CancellationTokenSource(patience, clock);
        try
        {
            await socket.ConnectAsync(silo, end.Token);
            return await socket.ReceiveAsync(new byte[1], end.Token) > 0 ? LifeSign.Answered : LifeSign.None;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode is SocketError.ConnectionRefused ? LifeSign.Refused : LifeSign.None;
        }
        catch (OperationCanceledException)
        {
            return LifeSign.None;
        }
    }
}

internal enum LifeSign
{
    None,

    /// <summary>Its machine says that nobody listens there.</summary>
    Refused,

    /// <summary>It introduced itself.</summary>
    Answered,
}
