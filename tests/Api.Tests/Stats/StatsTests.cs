using System.Text.Json.Nodes;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers.Events;

namespace OrleansState.Api.Tests.Stats;

/// <summary>Numbers over all users, in a cluster of which the tests know all users.</summary>
public sealed class StatsTests(StatsFixture stats) : IClassFixture<StatsFixture>
{
    private ApiFixture Api => stats.Api;

    [Fact]
    public async Task Clicks_are_in_the_sums_the_moment_they_are_answered_and_leave_them_with_their_user()
    {
        using var admin = await Login.AdminAsync(Api);
        using var login = await (await Registered.CreateAsync(Api)).LogInAsync(Api);
        var one = login.User;
        using var two = await Api.NewUserAsync();
        var action = $"stats-{Guid.NewGuid():N}";
        for (var i = 0; i < 3; i++)
            await one.PostAsync("/clicks", $$"""{"action":"{{action}}"}""");
        await two.PostAsync("/clicks", $$"""{"action":"{{action}}"}""");

        var all = (await admin.User.GetAsync("/stats/clicks")).Json;
        Assert.Equal(4, (long)all["by_action"]![action]!);
        Assert.True((long)all["total"]! >= 4);
        foreach (var window in new[] { "1m", "1h", "1d" })
        {
            var trending = JsonNode.Parse((await admin.User.GetAsync($"/stats/trending?window={window}")).Text)!.AsArray();
            Assert.Equal(4, (long)trending.Single(entry => (string)entry!["action"]! == action)!["count"]!);
        }

        await one.DeleteAsync("/me");

        Assert.Equal(1, (long)(await admin.User.GetAsync("/stats/clicks")).Json["by_action"]![action]!);
    }

    [Fact]
    public async Task Who_clicked_most_is_at_the_top()
    {
        using var admin = await Login.AdminAsync(Api);
        using var user = await Api.NewUserAsync();
        for (var i = 0; i < 30; i++)
            await user.PostAsync("/clicks");

        var top = JsonNode.Parse((await admin.User.GetAsync("/stats/clicks/top?limit=100")).Text)!.AsArray();

        Assert.Equal(30, (long)top.Single(entry => (string)entry!["user_id"]! == user.UserId)!["count"]!);
        var counts = top.Select(entry => (long)entry!["count"]!).ToList();
        Assert.Equal(counts.OrderDescending(), counts);
    }

    [Fact]
    public async Task A_cart_is_active_while_something_is_in_it()
    {
        using var admin = await Login.AdminAsync(Api);
        using var user = await Api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple","quantity":7000}""");
        var all = (await admin.User.GetAsync("/stats/carts")).Json;

        Assert.True((long)all["active"]! >= 1);
        Assert.True((long)all["items"]! >= 7000);
    }

    [Fact]
    public async Task A_stream_shows_the_numbers_and_then_each_change_of_them()
    {
        using var user = await stats.Open.NewUserAsync();
        await using var events = await EventReader.OpenAsync(stats.Open.BaseAddress, "/stats/events", token: null);
        var first = await events.NextAsync();
        var before = (long)first.Data["clicks"]!["total"]!;

        await user.PostAsync("/clicks");

        var next = await events.NextAsync();
        Assert.Equal(before + 1, (long)next.Data["clicks"]!["total"]!);
        await using var resumed = await EventReader.OpenAsync(stats.Open.BaseAddress, "/stats/events", token: null, next.Id);
        await user.PostAsync("/clicks");
        (await Api.SendAsync(HttpMethod.Get, "/stats/events")).IsProblem(401, "unauthorized");
        Assert.Equal(before + 2, (long)(await resumed.NextAsync()).Data["clicks"]!["total"]!);
    }

    [Theory]
    [InlineData("/stats/clicks/top?limit=0")]
    [InlineData("/stats/clicks/top?limit=101")]
    [InlineData("/stats/trending?window=1w")]
    [InlineData("/stats/trending?window=")]
    public async Task A_parameter_that_is_none_is_refused(string path)
    {
        using var admin = await Login.AdminAsync(Api);

        (await admin.User.GetAsync(path)).IsProblem(400, "invalid-field");
    }

    [Theory]
    [InlineData("/stats/clicks")]
    [InlineData("/stats/clicks/top")]
    [InlineData("/stats/trending")]
    [InlineData("/stats/carts")]
    public async Task They_are_for_admins_unless_it_is_said_that_they_are_for_everybody(string path)
    {
        using var user = await Api.NewUserAsync();
        (await user.GetAsync(path)).IsProblem(403, "forbidden");
        (await Api.SendAsync(HttpMethod.Get, path)).IsProblem(401, "unauthorized");

        Assert.Equal(200, (int)(await stats.Open.SendAsync(HttpMethod.Get, path)).Status);
    }
}

/// <summary>What cannot be known is said so.</summary>
public sealed class StatsWithoutStoreTests
{
    [Fact]
    public async Task While_Redis_is_away_nothing_is_made_up()
    {
        await using var api = new ApiFixture("--Stats:Public=true", "--Redis:Timeout=00:00:01");
        await api.InitializeAsync();
        _ = api.BaseAddress;
        api.Redis.Kill();

        foreach (var path in new[] { "/stats/clicks", "/stats/clicks/top", "/stats/trending", "/stats/carts" })
        {
            var answer = await api.SendAsync(HttpMethod.Get, path);
            answer.IsProblem(503, "store-unavailable");
            Assert.NotEmpty(answer.Headers["Retry-After"]);
        }
    }
}

/// <summary>A cluster whose numbers admins see, and one whose numbers everybody does.</summary>
public sealed class StatsFixture : IAsyncLifetime
{
    internal ApiFixture Api { get; } = new();

    internal ApiFixture Open { get; } = new("--Stats:Public=true");

    public async ValueTask InitializeAsync()
    {
        await Api.InitializeAsync();
        await Open.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Open.DisposeAsync();
    }
}
