using System.Net;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Edge;

public sealed class EdgeTests(ApiFixture api)
{
    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    [InlineData("/nowhere")]
    [InlineData("/cart")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        var answer = await api.SendAsync(HttpMethod.Get, path);
        Assert.Equal(["nosniff"], answer.Headers["X-Content-Type-Options"]);
        Assert.Equal(["DENY"], answer.Headers["X-Frame-Options"]);
        Assert.Equal(["no-referrer"], answer.Headers["Referrer-Policy"]);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers["Content-Security-Policy"]), StringComparison.Ordinal);
        Assert.Empty(answer.Headers["Server"]);
    }

    [Fact]
    public async Task No_foreign_origin_may_call_unless_set()
    {
        Assert.Empty((await PreflightAsync(api, "https://shop.example")).Headers["Access-Control-Allow-Origin"]);
        await using var open = new ApiFixture("--Http:CorsOrigins=https://shop.example");
        await open.InitializeAsync();
        Assert.Equal(["https://shop.example"], (await PreflightAsync(open, "https://shop.example")).Headers["Access-Control-Allow-Origin"]);
        Assert.Empty((await PreflightAsync(open, "https://evil.example")).Headers["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task A_forwarded_address_counts_only_from_a_known_proxy()
    {
        await using var believing = new ApiFixture("--Http:KnownProxies=127.0.0.1", "--RateLimit:GuestsPerMinute=1");
        await using var doubting = new ApiFixture("--RateLimit:GuestsPerMinute=1");
        foreach (var (fixture, second) in new[] { (believing, HttpStatusCode.OK), (doubting, HttpStatusCode.TooManyRequests) })
        {
            await fixture.InitializeAsync();
            Assert.Equal(HttpStatusCode.OK, (await GuestFromAsync(fixture, "203.0.113.1")).Status);
            Assert.Equal(second, (await GuestFromAsync(fixture, "203.0.113.2")).Status);
        }
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        var request = "GET /cart HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: {i}\r\n")) + "Connection: close\r\n\r\n";
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await RawHttp.SendAsync(api.BaseAddress, request)).Status);
    }

    private static Task<Answer> PreflightAsync(ApiFixture api, string origin) => RawHttp.SendAsync(
        api.BaseAddress, $"OPTIONS /cart/add HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");

    private static Task<Answer> GuestFromAsync(ApiFixture api, string address) => RawHttp.SendAsync(
        api.BaseAddress, $"POST /login/guest HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}
