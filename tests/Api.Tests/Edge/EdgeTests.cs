using System.Net;
using OrleansState.Api.Tests.BadInput;
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
        (await RawHttp.SendAsync(api.BaseAddress, request)).IsProblem(431, "headers-too-large");
    }

    [Fact]
    public async Task A_script_of_an_allowed_origin_may_read_every_refusal()
    {
        await using var open = new ApiFixture("--Http:CorsOrigins=https://shop.example", "--AllowedHosts=localhost;127.0.0.1", "--RateLimit:GuestsPerMinute=1");
        await open.InitializeAsync();
        await RefusedAsync(open, "POST /cart/add", "Content-Length: 20000\r\nConnection: close\r\n\r\n" + new string('x', 20_000 - 2), 413);
        await RefusedAsync(open, "DELETE /cart/items/..", "Connection: close\r\n", 400);
        await RefusedAsync(open, "DELETE /cart/", "Connection: close\r\n", 404);
        await RefusedAsync(open, "GET /cart#x", "Connection: close\r\n", 400);
        await RefusedAsync(open, "GET /cart", "Connection: close\r\n", 401);
        await RefusedAsync(open, "PATCH /cart", "Connection: close\r\n", 405);
        await RefusedAsync(open, "POST /login", "Content-Length: 0\r\nConnection: close\r\n", 400);
        await RefusedAsync(open, "POST /register", "Content-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", 415);
        await RefusedAsync(open, "GET /cart", "nonsense\r\n", 400);
        await RefusedAsync(open, "GET /cart", "Connection: close\r\n", 400, host: "evil.example");
        await GuestFromAsync(open, "203.0.113.1");
        await RefusedAsync(open, "POST /login/guest", "Content-Length: 0\r\nConnection: close\r\n", 429);
    }

    [Fact]
    public async Task A_host_that_is_not_among_the_allowed_ones_is_refused()
    {
        await using var named = new ApiFixture("--AllowedHosts=shop.example;*.shop.example;127.0.0.1");
        await named.InitializeAsync();
        foreach (var host in new[] { "shop.example", "SHOP.example:8080", "eu.shop.example", "127.0.0.1" })
            Assert.Equal(HttpStatusCode.OK, (await WithHostAsync(named, host)).Status);
        foreach (var host in new[] { "evil.example", "shop.example.evil.example", "localhost", "[::1]", "shop.example@evil.example" })
            Assert.Equal(HttpStatusCode.BadRequest, (await WithHostAsync(named, host)).Status);
        (await WithHostAsync(named, "evil.example")).IsProblem(400, "host-not-allowed");
        Assert.Equal(HttpStatusCode.OK, (await WithHostAsync(api, "evil.example")).Status);
    }

    [Fact]
    public async Task The_root_leads_to_the_docs_below_whatever_prefix_it_is_asked_by()
    {
        await using var proxied = new ApiFixture("--Http:KnownProxies=127.0.0.1");
        await proxied.InitializeAsync();
        const string Prefixed = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Prefix: /shop\r\nConnection: close\r\n\r\n";
        Assert.Equal(["/shop/docs"], (await RawHttp.SendAsync(proxied.BaseAddress, Prefixed)).Headers["Location"]);
        // Who is no known proxy names no prefix; a relative path is resolved against what the client asked for.
        Assert.Equal(["docs"], (await RawHttp.SendAsync(api.BaseAddress, Prefixed)).Headers["Location"]);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/")).Status);
    }

    [Fact]
    public async Task Every_answer_of_somebodys_is_kept_by_no_cache()
    {
        foreach (var route in Route.Ending)
        {
            using var user = await api.NewUserAsync();
            var answer = await user.SendAsync(HttpMethod.Parse(route.Method), route.Path, route.Body);
            Assert.True(answer.Headers["Cache-Control"].SequenceEqual(["no-store"]), $"{route} was answered {answer.Status} with Cache-Control: {string.Join(",", answer.Headers["Cache-Control"])}");
        }

        using var admin = await Login.AdminAsync(api);
        Assert.Equal(["no-store"], (await admin.User.GetAsync("/admin/users?username=root")).Headers["Cache-Control"]);
        Assert.Equal(["no-store"], (await api.PostAsync("/register", $$"""{"username":"u{{Guid.NewGuid():N}}","password":"correct horse"}""")).Headers["Cache-Control"]);
        Assert.DoesNotContain("no-store", (await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Headers["Cache-Control"]);
    }

    private static async Task RefusedAsync(ApiFixture api, string call, string rest, int status, string host = "localhost")
    {
        var answer = await RawHttp.SendAsync(api.BaseAddress, $"{call} HTTP/1.1\r\nHost: {host}\r\nOrigin: https://shop.example\r\n{rest}\r\n");
        Assert.True(status == (int)answer.Status, $"{call}: {(int)answer.Status} {answer.Text}");
        Assert.True(answer.Headers["Access-Control-Allow-Origin"].SequenceEqual(["https://shop.example"]), $"{call}, {status}: no origin is allowed.");
    }

    private static Task<Answer> WithHostAsync(ApiFixture api, string host) =>
        RawHttp.SendAsync(api.BaseAddress, $"GET /health/live HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

    private static Task<Answer> PreflightAsync(ApiFixture api, string origin) => RawHttp.SendAsync(
        api.BaseAddress, $"OPTIONS /cart/add HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");

    private static Task<Answer> GuestFromAsync(ApiFixture api, string address) => RawHttp.SendAsync(
        api.BaseAddress, $"POST /login/guest HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}
