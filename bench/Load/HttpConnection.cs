using System.Net;
using System.Net.Sockets;

namespace OrleansState.Bench.Load;

/// <summary>
/// One keep-alive connection with plain blocking calls: on a machine that also runs what is measured, a heavier client
/// would be most of the figure. It opens again after the server or a fault closed it.
/// </summary>
internal sealed class HttpConnection(int port) : IDisposable
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    private readonly HttpReplyBuffer _reply = new();

    /// <summary>Null while it is closed.</summary>
    public Socket? Socket { get; private set; }

    /// <summary>Of the last answer.</summary>
    public ReadOnlyMemory<byte> Body => _reply.Body;

    /// <summary>Sends one request and reads its answer.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="SocketException">No connection, or no answer within the patience.</exception>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public int Exchange(ReadOnlySpan<byte> request)
    {
        Send(request);
        while (true)
        {
            if (Receive() is { } status)
                return status;
        }
    }

    /// <summary>Sends one request.</summary>
    /// <exception cref="SocketException">No connection.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        _reply.Clear();
        try
        {
            var socket = Socket ??= Open();
            while (!request.IsEmpty)
                request = request[socket.Send(request)..];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes what has come in of the answer, or waits for it.</summary>
    /// <returns>The status once the answer is whole, else null.</returns>
    /// <exception cref="SocketException">Nothing came within the patience.</exception>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public int? Receive()
    {
        try
        {
            if (!_reply.Receive(Socket!))
                return null;
            if (_reply.Closes)
                Dispose();
            return _reply.Status;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Socket?.Dispose();
        Socket = null;
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
            SendTimeout = (int)Patience.TotalMilliseconds,
        };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
