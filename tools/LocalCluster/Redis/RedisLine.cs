using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansState.LocalCluster.Redis;

/// <summary>Tells a server what its operator would type, over a connection of its own.</summary>
internal static class RedisLine
{
    /// <returns>Its answer, a line for each thing in it; an error begins with a minus sign.</returns>
    /// <exception cref="SocketException">Nothing listens.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<string> AskAsync(int port, string line, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n"), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <exception cref="InvalidOperationException">The server refused.</exception>
    public static async Task TellAsync(int port, string line, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(port, line, cancellationToken);
        if (answer.StartsWith('-'))
            throw new InvalidOperationException($"The Redis on port {port} refused '{line}': {answer}");
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var head = await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The connection ended before the answer did.");
        return head[0] switch
        {
            '$' when Number(head) >= 0 => await ReadAsync(reader, Number(head), cancellationToken),
            '*' => await ReadAllAsync(reader, Number(head), cancellationToken),
            _ => head,
        };
    }

    private static async Task<string> ReadAllAsync(StreamReader reader, int count, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < count)
            lines.Add(await ReadAsync(reader, cancellationToken));
        return string.Join("\r\n", lines);
    }

    private static async Task<string> ReadAsync(StreamReader reader, int length, CancellationToken cancellationToken)
    {
        const int LineEnd = 2;
        var text = new char[length + LineEnd];
        if (await reader.ReadBlockAsync(text, cancellationToken) < text.Length)
            throw new IOException("The connection ended before the answer did.");
        return new string(text, 0, length);
    }

    private static int Number(string head) => int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture);
}
