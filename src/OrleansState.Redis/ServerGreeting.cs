using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// Asks a server, over a connection of its own, why it does not serve. The client keeps to itself what a server answers to
/// its first words (<c>LOADING</c>, <c>NOAUTH</c>): it only says that there is no connection.
/// </summary>
internal static class ServerGreeting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The first error among its answers; null where it has nothing against us, or does not answer.</summary>
    public static async Task<string?> AskAsync(EndPoint server, ConfigurationOptions client)
    {
        // Over TLS only the client can talk to it.
        if (client.Ssl)
            return null;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server, patience.Token).ConfigureAwait(false);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Introduction(client)), patience.Token).ConfigureAwait(false);
            using var answers = new StreamReader(stream, Encoding.UTF8);
            while (await answers.ReadLineAsync(patience.Token).ConfigureAwait(false) is { } answer && answer != "+PONG")
            {
                if (answer.StartsWith('-'))
                    return answer[1..];
            }

            return null;
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static string Introduction(ConfigurationOptions client)
    {
        var ping = Command("PING");
        return client switch
        {
            { User: { Length: > 0 } user, Password: { Length: > 0 } password } => Command("AUTH", user, password) + ping,
            { Password: { Length: > 0 } password } => Command("AUTH", password) + ping,
            _ => ping,
        };
    }

    private static string Command(params string[] words) =>
        string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n").Prepend($"*{words.Length}\r\n"));
}
