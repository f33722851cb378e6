using System.Globalization;
using OrleansState.Api.Tests.BadInput;

namespace OrleansState.Api.Tests.Fuzz;

/// <summary>Requests that a route may be sent, right and wrong, by a seed.</summary>
internal sealed class FuzzGrammar(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "1", "-1", "1.5", "1e308", "-0", "2147483648", "99999999999999999999", "\"\"", "\" \"", "\"apple\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"../../etc/passwd\"", "\"' OR 1=1 --\"", "\"%00\"", "[]", "{}", "[[[[[[]]]]]]", "{\"a\":{\"b\":{}}}", "\"a.b.c\"", "NaN", "undefined", "'x'", "",
    ];

    private static readonly string[] Names = ["item", "quantity", "action", "username", "password", "refresh_token", "current_password", "new_password", "x", "", "__proto__", "Item"];

    private static readonly string[] ContentTypes =
        ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "json", "multipart/form-data", "application/json;;;", ""];

    private static readonly string[] Headers =
    [
        "If-Match: *", "If-Match: \"x\"", "If-Match: x", "If-Match: W/\"x\"", "If-Match: \"a\",\"b\"", "If-Match: ,,", "Idempotency-Key: k", "Idempotency-Key: \"", "Idempotency-Key:",
        "Authorization: Bearer", "Authorization: Basic eDp5", "Authorization: Bearer a.b.c", "Content-Encoding: gzip", "Accept: text/html", "Range: bytes=0-1",
        "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: not an address", "Origin: null", "Accept-Encoding: nonsense", "Cookie: a=b",
    ];

    private static readonly string[] Segments = ["apple", "%00", "%2F", "%FF", "%C3%28", "..%2f", "a b", "%", "é", "%F0%9F%8D%8E", "1", "*"];

    // A test's own choices, not a secret.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    /// <summary>A whole request in HTTP/1.1, with the user's own token unless the headers bring another.</summary>
    public string Next(string token)
    {
        var route = Pick(Route.Ending);
        var method = Chance(8) ? Pick(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "LINK"]) : route.Method;
        var body = Chance(4) ? route.Body ?? "" : Body();
        var lines = new List<string> { $"{method} {Path(route)} HTTP/1.1", "Host: localhost", "Connection: close", $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}" };
        if (!Chance(10))
            lines.Add($"Authorization: Bearer {token}");
        if (body.Length > 0 && !Chance(10))
            lines.Add($"Content-Type: {(Chance(3) ? Pick(ContentTypes) : "application/json")}");
        for (var i = _random.Next(3); i > 0; i--)
            lines.Add(Pick(Headers));
        return string.Join("\r\n", lines) + "\r\n\r\n" + body;
    }

    private string Path(Route route)
    {
        var path = route.Path;
        if (route.Pattern is not null && Chance(2))
            path = path.Replace("/apple", "/" + Pick(Segments), StringComparison.Ordinal).Replace("/1/", $"/{Pick(Segments)}/", StringComparison.Ordinal);
        return path.Replace(" ", "%20", StringComparison.Ordinal).Replace("é", "%C3%A9", StringComparison.Ordinal) + (Chance(6) ? "?a=%00&b=[]" : "");
    }

    private string Body() => _random.Next(5) switch
    {
        0 => Pick(Values).Replace("é", "e", StringComparison.Ordinal),
        1 => new string('[', _random.Next(1, 200)),
        2 => "{" + string.Join(",", Enumerable.Range(0, _random.Next(5)).Select(_ => Field())),
        _ => "{" + string.Join(",", Enumerable.Range(0, _random.Next(5)).Select(_ => Field())) + "}",
    };

    private string Field() => $"\"{Pick(Names)}\":{Pick(Values)}";

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
#pragma warning restore CA5394
}
