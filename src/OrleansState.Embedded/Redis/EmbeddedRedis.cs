using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;

namespace OrleansState.Embedded.Redis;

/// <summary>
/// A Redis server inside this process: Garnet on a free port of 127.0.0.1, with its files in a directory of its own. A
/// write is in its append-only file, and survives the death of the process, soon after it was answered; when asked, at once.
/// It serves who knows its password, which is made anew by each start and only in this process' memory.
/// </summary>
public sealed class EmbeddedRedis : IDisposable
{
    private const int MaxPortAttempts = 5;
    private const int PasswordHexDigits = 64;

    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(10);

    private readonly GarnetServer _server;
    private readonly Lock _gate = new();
    private Task _commit = Task.CompletedTask;
    private Task? _nextCommit;

    private EmbeddedRedis(GarnetServer server, int port, string password) =>
        (_server, Port, ConnectionString) = (server, port, $"127.0.0.1:{port},password={password}");

    /// <summary>Of 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>In StackExchange.Redis' form, with the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Recovers what the directory holds and serves it.</summary>
    /// <param name="directory">Belongs to this server alone: see <see cref="DataDirectory"/>.</param>
    /// <exception cref="EmbeddedStartException">The files can't be read, or no port was free.</exception>
    public static EmbeddedRedis Start(string directory)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                return Start(directory, port);
            }
            catch (SocketException) when (attempt < MaxPortAttempts)
            {
                // Somebody else took the port between the look and the bind.
                continue;
            }
            // Garnet throws whatever a broken file leads to; there is no narrower type to name.
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                throw new EmbeddedStartException($"the store in {directory} can't be opened: {FirstLine(fault)}", fault);
            }
        }
    }

    /// <summary>
    /// Returns when all that was answered is in the append-only file. Who asks while it is being written shares the next
    /// write. The command of this meaning, <c>COMMITAOF</c>, keeps a thread of the pool waiting and a write for each.
    /// </summary>
    /// <exception cref="IOException">It is not, and will not be.</exception>
    /// <exception cref="TimeoutException">The disk took too long.</exception>
    public Task CommitAsync()
    {
        lock (_gate)
            return _nextCommit ??= CommitBehindAsync(_commit);
    }

    /// <summary>Stops serving. All that was acknowledged is on disk already.</summary>
    public void Dispose() => _server.Dispose();

    private async Task CommitBehindAsync(Task before)
    {
        // Who waits for that one hears of its faults.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
            (_commit, _nextCommit) = (_nextCommit!, null);
        if (!await _server.Store.CommitAOFAsync(CancellationToken.None).AsTask().WaitAsync(CommitPatience).ConfigureAwait(false))
            throw new IOException("The embedded store did not write its append-only file.");
    }

    private static EmbeddedRedis Start(string directory, int port)
    {
        var password = RandomNumberGenerator.GetHexString(PasswordHexDigits, lowercase: true);
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        var server = new GarnetServer(GarnetSettings.For(directory, endPoint, password), servers: [new RespListener(endPoint)]);
        try
        {
            server.Start();
            return new EmbeddedRedis(server, port, password);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FirstLine(Exception fault) => fault.GetBaseException().Message.Split('\n')[0].Trim();
}
