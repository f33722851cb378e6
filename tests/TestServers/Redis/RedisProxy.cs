using System.Net;
using System.Net.Sockets;

namespace OrleansState.TestServers.Redis;

/// <summary>
/// Stands between a silo and its Redis on a free port of 127.0.0.1, counts the calls that read and write states, and does to
/// one of them, or to all, what an outage does. Everything else goes through as it is.
/// </summary>
public sealed class RedisProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<TcpClient> _connections = [];
    private readonly Lock _gate = new();
    private readonly int _server;
    private readonly Task _accepting;
    private bool _refuses;
    private string? _error;
    private CallCut _cut;
    private int _until = -1;

    private RedisProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whether the cut that was asked for has been made.</summary>
    public bool HasCut
    {
        get
        {
            lock (_gate)
                return _until < 0;
        }
    }

    /// <param name="server">The port of the redis-server on this machine.</param>
    public static RedisProxy Start(int server) => new(server);

    /// <summary>Cuts the connection of one call: the next after <paramref name="callsBefore"/> more.</summary>
    public void CutAt(int callsBefore, CallCut cut)
    {
        lock (_gate)
            (_until, _cut) = (callsBefore, cut);
    }

    /// <summary>From now on every call that concerns a state is answered with this error and not carried out.</summary>
    public void AnswerWith(string error)
    {
        lock (_gate)
            _error = error;
    }

    /// <summary>Cuts every connection, and every one that is tried.</summary>
    public void RefuseAll()
    {
        lock (_gate)
        {
            _refuses = true;
            foreach (var connection in _connections)
                connection.Close();
        }
    }

    /// <summary>Lets everything through again.</summary>
    public void Heal()
    {
        lock (_gate)
            (_refuses, _error, _until) = (false, null, -1);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        RefuseAll();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            if (!TryKeep(client))
                return;
            try
            {
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                var answers = new AnswerRelay(server.GetStream(), client.GetStream());
                await Task.WhenAny(answers.RunAsync(), ForwardAsync(client.GetStream(), server.GetStream(), answers));
            }
            catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of the two has gone; the other is cut off with it.
            }
            finally
            {
                lock (_gate)
                    _connections.Remove(client);
            }
        }
    }

    private bool TryKeep(TcpClient client)
    {
        lock (_gate)
            return !_refuses && _connections.Add(client);
    }

    private async Task ForwardAsync(Stream client, Stream server, AnswerRelay answers)
    {
        var reader = new RedisCommandReader(client);
        while (await reader.ReadAsync() is { } command)
        {
            var (cut, error) = command.IsOfAState ? Fault() : (null, null);
            if (cut == CallCut.BeforeIt)
                return;
            if (cut == CallCut.BehindIt)
            {
                var marker = Guid.NewGuid().ToString("N");
                var carriedOut = answers.SwallowUntilAsync(marker);
                await server.WriteAsync(command.Bytes.Concat(RedisCommand.Marker(marker)).ToArray());
                await carriedOut;
                return;
            }

            await server.WriteAsync(error is null ? command.Bytes : RedisCommand.Answering(error));
        }
    }

    private (CallCut? Cut, string? Error) Fault()
    {
        lock (_gate)
        {
            // Past zero it stays below it, which says that the cut was made.
            if (_until >= 0 && _until-- == 0)
                return (_cut, null);
            return (null, _error);
        }
    }
}
