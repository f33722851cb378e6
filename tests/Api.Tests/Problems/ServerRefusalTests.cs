using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Problems;

/// <summary>What the web server refuses by itself, before anything of ours is asked.</summary>
public sealed class ServerRefusalTests(ApiFixture api)
{
    private const string Host = "Host: localhost\r\n";

    public static TheoryData<string, string, int, string> Requests => new()
    {
        { "no request line", "nonsense\r\n\r\n", 400, "malformed-request" },
        { "no method", " /cart HTTP/1.1\r\n" + Host + "\r\n", 400, "malformed-request" },
        { "a target without a slash", "GET cart HTTP/1.1\r\n" + Host + "\r\n", 405, "method-not-allowed" },
        { "a NUL in the target", "GET /cart\0 HTTP/1.1\r\n" + Host + "\r\n", 400, "malformed-request" },
        { "an encoded NUL in the target", "GET /cart%00 HTTP/1.1\r\n" + Host + "\r\n", 400, "malformed-request" },
        { "no host", "GET /cart HTTP/1.1\r\n\r\n", 400, "malformed-request" },
        { "two hosts", "GET /cart HTTP/1.1\r\n" + Host + Host + "\r\n", 400, "malformed-request" },
        { "a host that is none", "GET /cart HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "malformed-request" },
        { "a header without a colon", "GET /cart HTTP/1.1\r\n" + Host + "nonsense\r\n\r\n", 400, "malformed-request" },
        { "a header with a space in its name", "GET /cart HTTP/1.1\r\n" + Host + "A B: c\r\n\r\n", 400, "malformed-request" },
        { "a length that is none", "POST /cart/add HTTP/1.1\r\n" + Host + "Content-Length: many\r\n\r\n", 400, "malformed-request" },
        { "a length below zero", "POST /cart/add HTTP/1.1\r\n" + Host + "Content-Length: -1\r\n\r\n", 400, "malformed-request" },
        { "two lengths", "POST /cart/add HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "malformed-request" },
        { "a coding that is not chunked", "POST /cart/add HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip\r\n\r\n", 400, "malformed-request" },
        { "a version that is not spoken", "GET /cart HTTP/7.5\r\n" + Host + "\r\n", 505, "http-version-not-supported" },
        { "a request line that is too long", $"GET /{new string('x', 9000)} HTTP/1.1\r\n" + Host + "\r\n", 414, "uri-too-long" },
        { "headers that are too large", "GET /cart HTTP/1.1\r\n" + Host + $"X: {new string('x', 17_000)}\r\n\r\n", 431, "headers-too-large" },
        { "too many headers", "GET /cart HTTP/1.1\r\n" + Host + string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: x\r\n")) + "\r\n", 431, "headers-too-large" },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task What_the_server_can_not_read_is_refused_with_a_problem(string what, string request, int status, string code)
    {
        var answer = await RawHttp.SendAsync(api.BaseAddress, request);

        Assert.True(answer.Text.Length > 0, what);
        answer.IsProblem(status, code);
        Assert.Equal(["close"], answer.Headers["Connection"]);
        Assert.Equal(["no-store"], answer.Headers["Cache-Control"]);
        Assert.Equal(["nosniff"], answer.Headers["X-Content-Type-Options"]);
        Assert.Equal([$"{System.Text.Encoding.UTF8.GetByteCount(answer.Text)}"], answer.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_refused_HEAD_has_no_body()
    {
        var answer = await RawHttp.SendAsync(api.BaseAddress, "HEAD /cart HTTP/1.1\r\n\r\n");
        Assert.Equal((400, ""), ((int)answer.Status, answer.Text));
    }

    [Fact]
    public async Task What_comes_behind_a_good_request_on_its_connection_is_refused_with_a_problem_too()
    {
        var answers = await RawHttp.TextAsync(api.BaseAddress, "GET /health/live HTTP/1.1\r\n" + Host + "\r\nnonsense\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", answers, StringComparison.Ordinal);
        var second = answers[answers.IndexOf("HTTP/1.1 400", StringComparison.Ordinal)..];
        Assert.Contains("urn:orleansstate:problem:malformed-request", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FFFFFFFF\r\n{}\r\n0\r\n\r\n", 400, "malformed-request")]
    [InlineData("7FFFFFFF\r\n{}\r\n0\r\n\r\n", 413, "body-too-large")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n", 400, "malformed-request")]
    [InlineData("nonsense\r\n{}\r\n0\r\n\r\n", 400, "malformed-request")]
    [InlineData("-2\r\n{}\r\n0\r\n\r\n", 400, "malformed-request")]
    [InlineData("2\r\n{}}}0\r\n\r\n", 400, "malformed-request")]
    public async Task A_chunk_that_can_be_none_is_refused_with_a_problem_and_changes_nothing(string chunks, int status, string code)
    {
        using var user = await api.NewUserAsync();
        var head = $"POST /cart/add HTTP/1.1\r\n{Host}Authorization: Bearer {user.Token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

        (await RawHttp.SendAsync(api.BaseAddress, head + chunks + Padding(status))).IsProblem(status, code);

        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
    }

    /// <summary>What is over the limit has to come before it can be.</summary>
    private static string Padding(int status) => status == 413 ? new string('x', 20_000) : "";
}
