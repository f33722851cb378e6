using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace OrleansState.Hosting.Redis;

/// <summary>
/// Asks servers that the client could not connect to what they are, since the client waits for one that speaks another
/// protocol as for one that is away. Nothing secret is sent: they may be anybody's. Who does not answer proves nothing.
/// </summary>
internal static class RedisProbe
{
    private const string Key = "Redis:ConnectionString";

    /// <returns>What is wrong with the setting, as a sentence; null where no answer proves that anything is.</returns>
    public static async Task<string?> FaultAsync(ConfigurationOptions client)
    {
        foreach (var server in client.EndPoints)
        {
            if (await ProtocolFaultAsync(server, client) is { } fault)
                return fault;
        }

        return string.IsNullOrEmpty(client.ServiceName) ? null : await SentinelFaultAsync(client);
    }

    private static async Task<string?> ProtocolFaultAsync(EndPoint server, ConfigurationOptions client)
    {
        var answer = await FirstByteAsync(server, client.ConnectTimeout);
        var speaksRedis = answer is (byte)'+' or (byte)'-';
        if (client.Ssl)
            return speaksRedis ? $"{Key}: ssl=true, and {NameOf(server)} answers without TLS; leave it out, or name the port for TLS." : null;
        if (speaksRedis)
            return null;
        if (await SpeaksTlsAsync(server, client.ConnectTimeout))
            return $"{Key}: {NameOf(server)} answers with TLS only; add ssl=true, or name the port without it.";
        return answer is null ? null : $"{Key}: {NameOf(server)} is no Redis: it answers PING in another protocol.";
    }

    /// <summary>
    /// What the sentinels say that answer. One that knows the name is enough: that its primary is away, or that another
    /// sentinel has not heard of it yet, passes.
    /// </summary>
    private static async Task<string?> SentinelFaultAsync(ConfigurationOptions client)
    {
        var faults = new List<string>();
        foreach (var server in client.EndPoints)
        {
            try
            {
                if (await AskSentinelAsync(server, client) is not { } fault)
                    return null;
                faults.Add(fault);
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                // Another may answer, and what it refuses is told by the client's own words.
            }
        }

        return faults.FirstOrDefault();
    }

    private static async Task<string?> AskSentinelAsync(EndPoint server, ConfigurationOptions client)
    {
        var options = client.Clone();
        options.EndPoints.Clear();
        options.EndPoints.Add(server);
        options.ServiceName = null;
        options.CommandMap = CommandMap.Sentinel;
        (options.AbortOnConnectFail, options.ConnectRetry, options.TieBreaker) = (true, 1, "");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        try
        {
            if (await connection.GetServer(server).SentinelGetMasterAddressByNameAsync(client.ServiceName!) is not null)
                return null;
            return $"{Key}: serviceName={client.ServiceName}, and the sentinel {NameOf(server)} knows no primary by this name.";
        }
        catch (RedisServerException refusal) when (refusal.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            return $"{Key}: serviceName={client.ServiceName}, and {NameOf(server)} is no sentinel; leave the name out, or name the sentinels.";
        }
    }

    /// <summary>The first byte of what is answered to a PING in clear; null where nothing is.</summary>
    private static async Task<byte?> FirstByteAsync(EndPoint server, int patience)
    {
        var answer = new byte[1];
        return await TryAsync(server, patience, async (stream, cancelled) =>
        {
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancelled);
            return await stream.ReadAsync(answer, cancelled) == 1;
        }) ? answer[0] : null;
    }

    private static Task<bool> SpeaksTlsAsync(EndPoint server, int patience) => TryAsync(server, patience, async (stream, cancelled) =>
    {
        // Whose certificate it is does not matter: nothing is sent.
#pragma warning disable CA5359
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = (server as DnsEndPoint)?.Host ?? "" }, cancelled);
        return true;
    });

    private static async Task<bool> TryAsync(EndPoint server, int patience, Func<Stream, CancellationToken, Task<bool>> ask)
    {
        using var patient = new CancellationTokenSource(patience);
        using var socket = server is DnsEndPoint ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(server.AddressFamily, SocketType.Stream, server.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, patient.Token);
            await using var stream = new NetworkStream(socket);
            return await ask(stream, patient.Token);
        }
        catch (Exception silent) when (silent is SocketException or IOException or OperationCanceledException or AuthenticationException)
        {
            return false;
        }
    }

    private static string NameOf(EndPoint server) => server is DnsEndPoint name ? $"{name.Host}:{name.Port}" : $"{server}";
}
