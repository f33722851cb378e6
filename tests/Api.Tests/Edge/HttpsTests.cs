using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Edge;

public sealed class HttpsTests(ApiFixture api)
{
    /// <summary>Browsers are never told to keep to HTTPS for a loopback name.</summary>
    private const string Host = "shop.example";
    private const string Hsts = "Strict-Transport-Security";

    [Fact]
    public async Task Unless_set_HTTP_is_served_and_HTTPS_is_not_demanded()
    {
        var plain = await SendAsync(api, "GET", "/openapi/v1.json");
        Assert.Equal((HttpStatusCode.OK, 0), (plain.Status, plain.Headers[Hsts].Count()));
        await using var proxied = new ApiFixture("--Http:KnownProxies=127.0.0.1");
        await proxied.InitializeAsync();
        var secure = await SendAsync(proxied, "GET", "/openapi/v1.json", "X-Forwarded-Proto: https");
        Assert.Equal((HttpStatusCode.OK, 0), (secure.Status, secure.Headers[Hsts].Count()));
    }

    [Fact]
    public async Task A_read_over_HTTP_is_redirected_to_where_the_process_listens_by_HTTPS_and_a_change_is_refused_and_has_no_effect()
    {
        using var certificate = new TestCertificate();
        await using var secure = new ApiFixture(["--Http:RequireHttps=true", "--urls=http://127.0.0.1:0;https://127.0.0.1:0", .. certificate.Settings]);
        await secure.InitializeAsync();
        using var user = await secure.NewUserAsync();
        var address = HttpsAddress(secure);

        foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH" })
        {
            var refused = await SendAsync(secure, method, "/cart/add?q=1", $"Authorization: Bearer {user.Token}");
            refused.IsProblem(403, "https-required");
            Assert.Empty(refused.Headers["Location"]);
        }

        var redirect = await SendAsync(secure, "GET", "/cart?q=1", $"Authorization: Bearer {user.Token}");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.Status);
        Assert.Equal([string.Create(CultureInfo.InvariantCulture, $"https://{Host}:{address.Port}/cart?q=1")], redirect.Headers["Location"]);
        Assert.Empty(redirect.Headers[Hsts]);
        using var http = certificate.Client(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/cart") { Headers = { Host = Host } };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {user.Token}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var cart = await Answer.ReadAsync(response);
        Assert.Equal("", cart.Lines());
        Assert.Equal(["max-age=31536000"], cart.Headers[Hsts]);
        (await RawHttp.SendSecurelyAsync(address, certificate, "nonsense\r\n\r\n")).IsProblem(400, "malformed-request");
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_its_word_counts_and_the_redirect_goes_to_the_usual_port()
    {
        await using var proxied = new ApiFixture("--Http:RequireHttps=true", "--Http:KnownProxies=127.0.0.1");
        await proxied.InitializeAsync();

        var secure = await SendAsync(proxied, "GET", "/openapi/v1.json", "X-Forwarded-Proto: https");
        var plain = await SendAsync(proxied, "GET", "/openapi/v1.json", "X-Forwarded-Proto: http");

        Assert.Equal(HttpStatusCode.OK, secure.Status);
        Assert.Equal(["max-age=31536000"], secure.Headers[Hsts]);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, plain.Status);
        Assert.Equal([$"https://{Host}/openapi/v1.json"], plain.Headers["Location"]);
    }

    [Fact]
    public async Task Who_is_no_known_proxy_is_redirected_whatever_it_says_and_probes_and_scrapers_are_answered()
    {
        await using var lone = new ApiFixture("--Http:RequireHttps=true");
        await lone.InitializeAsync();

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await SendAsync(lone, "GET", "/openapi/v1.json", "X-Forwarded-Proto: https")).Status);
        foreach (var path in new[] { "/health/live", "/health/ready", "/metrics" })
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(lone, "GET", path)).Status);
    }

    private static Uri HttpsAddress(ApiFixture api)
    {
        var addresses = api.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal)));
    }

    private static Task<Answer> SendAsync(ApiFixture api, string method, string target, string? header = null) => RawHttp.SendAsync(
        api.BaseAddress, $"{method} {target} HTTP/1.1\r\nHost: {Host}\r\n{(header is null ? "" : header + "\r\n")}Content-Length: 0\r\nConnection: close\r\n\r\n");
}
