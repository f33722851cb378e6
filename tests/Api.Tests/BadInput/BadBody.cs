using System.Text;

namespace OrleansState.Api.Tests.BadInput;

/// <summary>A body that no route takes, and what is answered to it.</summary>
public sealed record BadBody(string Name, byte[] Bytes, int Status, string Code, string? ContentType = "application/json")
{
    /// <summary>Refused by every route that takes a body, whatever its fields are.</summary>
    public static IReadOnlyList<BadBody> OfAnyRoute { get; } =
    [
        Malformed("truncated", """{"item":"apple","quantity":1"""),
        Malformed("not JSON", "item=apple"),
        Malformed("blank", "  \n"),
        Malformed("single quotes", "{'item':'apple'}"),
        Malformed("trailing comma", """{"item":"apple","quantity":1,"action":"a",}"""),
        Malformed("comment", """{"item":"apple",/* no */"quantity":1}"""),
        Malformed("two documents", """{"item":"apple","quantity":1} {}"""),
        Malformed("array", """[{"item":"apple","quantity":1}]"""),
        Malformed("string", "\"apple\""),
        Malformed("number", "1"),
        Malformed("null", "null"),
        Malformed("NaN", """{"quantity":NaN}"""),
        Malformed("duplicate item", """{"item":"apple","item":"pear","quantity":1}"""),
        Malformed("duplicate quantity", """{"item":"apple","quantity":1,"quantity":2}"""),
        Malformed("duplicate action", """{"action":"a","action":"b","item":"apple","quantity":1}"""),
        Malformed("duplicate by escape", """{"action":"a","\u0061ction":"b","item":"apple","quantity":1}"""),
        Malformed("duplicate unknown name", """{"item":"apple","quantity":1,"x":1,"x":2}"""),
        Malformed("deep in an unknown field", $$"""{"item":"apple","quantity":1,"x":{{new string('[', 60)}}{{new string(']', 60)}}}"""),
        Malformed("very deep", new string('[', 8000) + new string(']', 8000)),
        Malformed("lone surrogates in names", """{"item":"apple","quantity":1,"\ud800":1,"\ud800":2}"""),
        new("invalid UTF-8", [.. "{\"item\":\""u8, 0xC3, 0x28, .. "\",\"quantity\":1}"u8], 400, "malformed-body"),
        new("invalid UTF-8 in an unknown field", [.. "{\"item\":\"apple\",\"quantity\":1,\"x\":\""u8, 0xFF, .. "\"}"u8], 400, "malformed-body"),
        new("UTF-16", Encoding.Unicode.GetBytes("""{"item":"apple","quantity":1}"""), 415, "unsupported-media-type", "application/json; charset=utf-16"),
        new("UTF-16 undeclared", Encoding.Unicode.GetBytes("""{"item":"apple","quantity":1}"""), 400, "malformed-body"),
        Typed("unknown charset", "application/json; charset=nonsense"),
        Typed("text", "text/plain"),
        Typed("form", "application/x-www-form-urlencoded"),
        Typed("XML", "application/xml"),
        Typed("JSON lines", "application/jsonl"),
        Typed("no type", null),
        Typed("unreadable type", "json"),
        new("just too large", Large(16 * 1024 + 1), 413, "body-too-large"),
        new("huge", Large(1024 * 1024), 413, "body-too-large"),
    ];

    public static BadBody Malformed(string name, string text) => new(name, Encoding.UTF8.GetBytes(text), 400, "malformed-body");

    public static BadBody Invalid(string text) => new(text.Length > 60 ? text[..60] : text, Encoding.UTF8.GetBytes(text), 400, "invalid-field");

    public override string ToString() => Name;

    private static BadBody Typed(string name, string? contentType) => new(
        "as " + name, """{"item":"apple","quantity":1}"""u8.ToArray(), 415, "unsupported-media-type", contentType);

    private static byte[] Large(int bytes)
    {
        var start = "{\"item\":\"apple\",\"quantity\":1,\"x\":\""u8;
        return [.. start, .. Enumerable.Repeat((byte)'x', bytes - start.Length - 2), .. "\"}"u8];
    }
}
