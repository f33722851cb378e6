using System.Net;
using OrleansState.Api.Edge;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Edge;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("203.0.113.1", "203.0.113.2", false)]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1", true)]
    public void Of_IPv6_a_64_is_one_caller_and_of_IPv4_an_address(string one, string other, bool same) =>
        Assert.Equal(same, ClientNetwork.Of(IPAddress.Parse(one)) == ClientNetwork.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task Every_limit_by_address_takes_an_IPv6_64_for_one()
    {
        await using var api = new ApiFixture(
            "--Http:KnownProxies=127.0.0.1", "--RateLimit:GuestsPerMinute=1", "--RateLimit:RefreshesPerMinute=1", "--RateLimit:CredentialsPerMinute=1");
        await api.InitializeAsync();
        foreach (var call in new[] { "/login/guest", "/token/refresh", "/login" })
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync(api, call, "2001:db8:0:1::1"));
            Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(api, call, "2001:db8:0:1:2::1"));
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync(api, call, "2001:db8:0:2::1"));
        }
    }

    [Fact]
    public async Task Behind_two_proxies_the_address_is_the_one_that_the_first_of_them_saw()
    {
        await using var two = new ApiFixture("--Http:KnownProxies=127.0.0.1,192.0.2.1", "--Http:ForwardLimit=2", "--RateLimit:GuestsPerMinute=1");
        await using var one = new ApiFixture("--Http:KnownProxies=127.0.0.1,192.0.2.1", "--RateLimit:GuestsPerMinute=1");
        foreach (var (api, second) in new[] { (two, HttpStatusCode.OK), (one, HttpStatusCode.TooManyRequests) })
        {
            await api.InitializeAsync();
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, "/login/guest", "203.0.113.1, 192.0.2.1"));
            Assert.Equal(second, await StatusAsync(api, "/login/guest", "203.0.113.2, 192.0.2.1"));
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiFixture api, string path, string forwardedFor) => (await RawHttp.SendAsync(
        api.BaseAddress, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {forwardedFor}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).Status;
}
