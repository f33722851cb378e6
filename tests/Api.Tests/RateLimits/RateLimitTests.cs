using System.Net;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.RateLimits;

/// <summary>On APIs of their own, with limits that can be reached.</summary>
public sealed class RateLimitTests
{
    private static readonly string[] Low =
        ["--RateLimit:CredentialsPerMinute=2", "--RateLimit:GuestsPerMinute=2", "--RateLimit:RefreshesPerMinute=2", "--RateLimit:MutationsPerSecond=1"];

    [Fact]
    public async Task Each_route_has_its_limit_and_says_when_to_come_back()
    {
        await using var api = new ApiFixture(Low);
        await api.InitializeAsync();
        foreach (var (path, body) in new[] { ("/login", """{"username":"ada","password":"x"}"""), ("/login/guest", "{}"), ("/token/refresh", """{"refresh_token":"x"}""") })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.PostAsync(path, body)));
            var refused = Assert.Single(answers, a => a.Status == HttpStatusCode.TooManyRequests);
            refused.IsProblem(429, "too-many-requests");
            Assert.Single(refused.Headers["Retry-After"]);
        }
    }

    [Fact]
    public async Task A_users_changes_are_limited_by_user_and_reads_are_not()
    {
        await using var api = new ApiFixture(Low);
        await api.InitializeAsync();
        using var user = await api.NewUserAsync();
        using var other = await api.NewUserAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => user.PostAsync("/cart/add", """{"item":"apple"}""")));
        Assert.Contains(answers, a => a.Status == HttpStatusCode.TooManyRequests);
        var taken = answers.Count(a => a.Status == HttpStatusCode.OK);
        Assert.Equal($"apple {taken}", (await user.GetAsync("/cart")).Lines());
        Assert.Equal("apple 1", (await other.PostAsync("/cart/add", """{"item":"apple"}""")).Lines());
    }

    [Fact]
    public async Task Switched_off_nothing_is_limited()
    {
        await using var api = new ApiFixture([.. Low, "--RateLimit:Enabled=false"]);
        await api.InitializeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.SendAsync(HttpMethod.Post, "/login/guest")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
    }
}
