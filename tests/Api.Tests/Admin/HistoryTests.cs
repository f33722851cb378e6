using System.Text.Json.Nodes;
using OrleansState.Api.Tests.Harness;
using OrleansState.Embedded.Kafka;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Admin;

/// <summary>What an admin sees of what happened to a user's cart. The topic is librdkafka's mock; a real one is asked in the bridge's tests.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private readonly EmbeddedKafka _kafka;
    private readonly ApiFixture _api;

    public HistoryTests()
    {
        _kafka = EmbeddedKafka.Start("events", "events.dlq", "state-changes");
        _api = new ApiFixture("--Kafka:Enabled=true", $"--Kafka:BootstrapServers={_kafka.BootstrapServers}");
    }

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _kafka.Dispose();
    }

    [Fact]
    public async Task An_admin_sees_what_happened_the_newest_first_and_the_cart_after_each()
    {
        using var user = await _api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple","quantity":2}""");
        var order = (string)(await user.PostAsync("/cart/checkout")).Json["order_id"]!;
        await user.PostAsync("/cart/add", """{"item":"pear"}""");
        await user.DeleteAsync("/cart");
        using var admin = await Login.AdminAsync(_api);

        var history = await HistoryAsync(admin, user.UserId, events: 2);

        Assert.Equal(user.UserId, (string?)history["user_id"]);
        Assert.True((bool)history["complete"]!);
        var (cleared, ordered) = (history["events"]![0]!, history["events"]![1]!);
        Assert.Equal(["cart_cleared", "cart_checked_out"], [(string?)cleared["type"], (string?)ordered["type"]]);
        Assert.Equal((order, "apple", 2), ((string?)ordered["data"]!["order_id"], (string?)ordered["data"]!["lines"]![0]!["item"], (int)ordered["cart"]!["version"]!));
        Assert.Equal(4, (int)cleared["cart"]!["version"]!);
        Assert.Empty(cleared["cart"]!["lines"]!.AsArray());
        Assert.All(history["events"]!.AsArray(), told => Assert.True(Guid.TryParse((string?)told!["id"], out _) && DateTimeOffset.TryParse((string?)told["time"], out _)));
    }

    [Fact]
    public async Task It_lists_as_many_as_are_asked_for_and_says_that_there_are_more()
    {
        using var user = await _api.NewUserAsync();
        for (var i = 0; i < 3; i++)
        {
            await user.PostAsync("/cart/add", """{"item":"apple"}""");
            await user.PostAsync("/cart/checkout");
        }

        using var admin = await Login.AdminAsync(_api);
        var all = await HistoryAsync(admin, user.UserId, events: 3);

        var two = (await admin.User.GetAsync($"/admin/users/{user.UserId}/history?limit=2")).Json;

        Assert.False((bool)two["complete"]!);
        Assert.Equal(all["events"]!.AsArray().Take(2).Select(told => (string?)told!["id"]), two["events"]!.AsArray().Select(told => (string?)told!["id"]));
    }

    [Fact]
    public async Task A_user_to_whose_cart_nothing_happened_has_an_empty_history_and_nobody_has_none()
    {
        using var user = await _api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        using var admin = await Login.AdminAsync(_api);

        (await admin.User.GetAsync($"/admin/users/{user.UserId}/history")).IsOk($$"""{"user_id":"{{user.UserId}}","events":[],"complete":true}""");
        (await admin.User.GetAsync($"/admin/users/{Guid.NewGuid():N}/history")).IsProblem(404, "not-found");
        (await user.GetAsync($"/admin/users/{user.UserId}/history")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task An_erased_user_has_none_though_the_topic_has()
    {
        using var guest = await Guests.GuestTests.GuestAsync(_api);
        var id = (string)(await guest.User.GetAsync("/profile")).Json["user_id"]!;
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        await guest.User.PostAsync("/cart/checkout");
        using var admin = await Login.AdminAsync(_api);
        await HistoryAsync(admin, id, events: 1);

        await guest.User.DeleteAsync("/me");

        (await admin.User.GetAsync($"/admin/users/{id}/history")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Where_Kafka_is_away_users_shop_and_their_history_is_a_problem_of_the_moment()
    {
        await using var alone = new ApiFixture("--Kafka:Enabled=true", "--Kafka:BootstrapServers=127.0.0.1:1");
        await alone.InitializeAsync();
        using var user = await alone.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await user.PostAsync("/cart/checkout")).Status);
        using var admin = await Login.AdminAsync(alone);

        var away = (await admin.User.GetAsync($"/admin/users/{user.UserId}/history")).IsProblem(503, "kafka-unavailable");

        Assert.Equal("1", Assert.Single(away.Headers["Retry-After"]));
    }

    /// <summary>What was told arrives a moment after its answer.</summary>
    private static async Task<JsonNode> HistoryAsync(Login admin, string user, int events)
    {
        JsonNode history = null!;
        await Eventually.UntilAsync($"{events} events of {user}", async () =>
        {
            var answer = await admin.User.GetAsync($"/admin/users/{user}/history");
            history = answer.Json;
            return answer.Status == System.Net.HttpStatusCode.OK && history["events"]!.AsArray().Count == events;
        });
        return history;
    }
}
