using System.Globalization;
using System.Text;

namespace OrleansState.Bench.Load;

/// <summary>Requests as bytes, made before the clock runs.</summary>
internal static class HttpMessage
{
    public static byte[] Get(string path, string? header = null) => Of("GET", path, header, null);

    public static byte[] Post(string path, string? header, string json) => Of("POST", path, header, json);

    private static byte[] Of(string method, string path, string? header, string? json)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (header is not null)
            text.Append(header).Append("\r\n");
        if (json is not null)
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(json).ToString());
    }
}
