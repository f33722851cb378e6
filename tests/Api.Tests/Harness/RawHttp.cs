using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using OrleansState.Api.Tests.Edge;

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
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return await SendAsync(client.GetStream(), request);
    }

    /// <summary>All that is answered to several requests on one connection, as it comes.</summary>
    public static async Task<string> TextAsync(Uri server, string requests)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return await TextAsync(client.GetStream(), requests);
    }

    /// <summary>By HTTPS.</summary>
    public static async Task<Answer> SendSecurelyAsync(Uri server, TestCertificate certificate, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "shop.example", RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Is(shown) }, TestContext.Current.CancellationToken);
        return await SendAsync(stream, request);
    }

    private static async Task<Answer> SendAsync(Stream stream, string request)
    {
        var parts = (await TextAsync(stream, request)).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var type = headers["Content-Type"].FirstOrDefault();
        var text = headers["Transfer-Encoding"].Any() ? Unchunk(parts[1]) : parts[1];
        return new Answer((System.Net.HttpStatusCode)int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture),
            type is null ? null : MediaTypeHeaderValue.Parse(type).MediaType, text, headers);
    }

    private static async Task<string> TextAsync(Stream stream, string request)
    {
        var cancelled = TestContext.Current.CancellationToken;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancelled);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancelled);
    }

    /// <summary>Answers are short and in ASCII: one chunk, between its length and the end.</summary>
    private static string Unchunk(string chunked) => chunked.Split("\r\n") is [_, var text, ..] ? text : "";
}
