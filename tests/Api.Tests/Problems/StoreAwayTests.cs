using System.Net;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Problems;

/// <summary>On a cluster of its own, because it takes the store away.</summary>
public sealed class StoreAwayTests
{
    /// <summary>Sooner than the calls of a client that waits for as long as Orleans does, also on a busy machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task While_the_store_is_away_calls_say_so_soon_and_nothing_is_lost_when_it_is_back()
    {
        await using var api = new ApiFixture("--Redis:Timeout=00:00:01");
        await api.InitializeAsync();
        using var user = await api.NewUserAsync();
        using var stranger = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/health/ready")).Status);

        api.Redis.Kill();

        await IsUnavailableAsync(() => user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"pear"}""", key: "k"), "store-unavailable", "outcome-unknown");
        await IsUnavailableAsync(() => stranger.GetAsync("/cart"), "store-unavailable");
        await IsUnavailableAsync(() => stranger.PostAsync("/clicks"), "store-unavailable", "outcome-unknown");
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/health/live")).Status);
        await Eventually.UntilAsync("readiness that says no", async () => (await api.SendAsync(HttpMethod.Get, "/health/ready")).Status == HttpStatusCode.ServiceUnavailable);

        await api.Redis.RestartAsync(TestContext.Current.CancellationToken);

        await Eventually.UntilAsync("readiness that says yes", async () => (await api.SendAsync(HttpMethod.Get, "/health/ready")).Status == HttpStatusCode.OK);
        await Eventually.UntilAsync(
            "the change sent again under its key",
            async () => (await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"pear"}""", key: "k")).Status == HttpStatusCode.OK);
        Assert.Equal("apple 1, pear 1", (await user.GetAsync("/cart")).Lines());
    }

    private static async Task IsUnavailableAsync(Func<Task<Answer>> call, params string[] codes)
    {
        var answer = await call().WaitAsync(Bound, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, answer.Text);
        Assert.Contains((string)answer.Json["type"]!, codes.Select(code => "urn:orleansstate:problem:" + code));
        Assert.Equal(["1"], answer.Headers["Retry-After"]);
    }
}
