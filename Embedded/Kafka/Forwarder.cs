using System.Net;
using System.Net.Sockets;

namespace OrleansState.Embedded.Kafka;

/// <summary>A port of 127.0.0.1 behind which lies another.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _end = new();

    private Forwarder(TcpListener listener, IPEndPoint target)
    {
        (_listener, _target) = (listener, target);
        _ = AcceptAsync();
    }

    /// <summary>Null where somebody else has the port.</summary>
    public static Forwarder? TryStart(int port, IPEndPoint target)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return new Forwarder(listener, target);
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        if (_end.IsCancellationRequested)
            return;
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = ConnectAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A client that was gone before it was accepted, or the end.
            }
        }
    }

    /// <summary>Either side's end is the end of both.</summary>
    private async Task ConnectAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(_target, _end.Token);
            await Task.WhenAny(
                near.GetStream().CopyToAsync(far.GetStream(), _end.Token),
                far.GetStream().CopyToAsync(near.GetStream(), _end.Token));
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            // The broker ends with the process, and so does this.
        }
    }
}
