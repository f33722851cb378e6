using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Routing;

/// <summary>The path of a request line before anything has been decoded.</summary>
internal static class RawPath
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Target(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>The segments of the path of a target in origin form (<c>/a/b?c</c>) or absolute form (<c>http://host/a/b</c>).</summary>
    public static string[] Segments(string target)
    {
        var path = target.AsSpan();
        if (path.IndexOf("://") is var scheme and >= 0 && path[0] != '/')
        {
            path = path[(scheme + 3)..];
            path = path.IndexOf('/') is var start and >= 0 ? path[start..] : "/";
        }

        if (path.IndexOfAny('?', '#') is var end and >= 0)
            path = path[..end];
        return path.TrimStart('/').ToString().Split('/');
    }

    /// <exception cref="InvalidRequestException">A percent sign without two hex digits, or bytes that are no UTF-8.</exception>
    public static string Decode(string segment, string name)
    {
        if (!segment.Contains('%', StringComparison.Ordinal))
            return segment;
        var bytes = new List<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                bytes.Add((byte)segment[i]);
                continue;
            }

            if (i + 2 >= segment.Length || !byte.TryParse(segment.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                throw Invalid(name, null);
            bytes.Add(octet);
            i += 2;
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException notUtf8)
        {
            throw Invalid(name, notUtf8);
        }
    }

    private static InvalidRequestException Invalid(string name, Exception? inner) =>
        new(ProblemCodes.InvalidField, $"The part {name} of the path is not percent-encoded UTF-8.", inner);
}
