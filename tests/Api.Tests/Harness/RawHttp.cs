using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace OrleansState.Api.Tests.Harness;

/// <summary>Requests exactly as written: HttpClient would tidy up their paths.</summary>
internal static class RawHttp
{
    public static Task<Answer> SendAsync(Uri server, TestUser user, string method, string target, string? json)
    {
        var body = json ?? "";
        var type = json is null ? "" : "Content-Type: application/json\r\n";
        return SendAsync(server, $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {user.Token}\r\n{type}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }

    public static async Task<Answer> SendAsync(Uri server, string request)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancelled);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancelled);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var parts = (await reader.ReadToEndAsync(cancelled)).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var type = headers["Content-Type"].FirstOrDefault();
        var text = headers["Transfer-Encoding"].Any() ? Unchunk(parts[1]) : parts[1];
        return new Answer((System.Net.HttpStatusCode)int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture),
            type is null ? null : MediaTypeHeaderValue.Parse(type).MediaType, text, headers);
    }

    /// <summary>Answers are short and in ASCII: one chunk, between its length and the end.</summary>
    private static string Unchunk(string chunked) => chunked.Split("\r\n") is [_, var text, ..] ? text : "";
}
