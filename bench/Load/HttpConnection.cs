using System.Net;
using System.Net.Sockets;

namespace OrleansState.Bench.Load;

/// <summary>
/// One keep-alive connection with plain blocking calls: on a machine that also runs what is measured, a heavier client
/// would be most of the figure. It opens again after the server or a fault closed it.
/// </summary>
internal sealed class HttpConnection(int port) : IDisposable
{
    private const int PatienceMilliseconds = 15_000;

    private readonly HttpReplyBuffer _reply = new();
    private Socket? _socket;

    /// <summary>Of the last answer.</summary>
    public ReadOnlyMemory<byte> Body => _reply.Body;

    /// <summary>Sends one request and reads its answer.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="SocketException">No connection, or no answer in 15 s.</exception>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public int Exchange(ReadOnlySpan<byte> request)
    {
        var socket = _socket ??= Open();
        try
        {
            while (!request.IsEmpty)
                request = request[socket.Send(request)..];
            var status = _reply.Read(socket);
            if (_reply.Closes)
                Dispose();
            return status;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = PatienceMilliseconds,
            SendTimeout = PatienceMilliseconds,
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
