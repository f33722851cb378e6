using System.Net;
using System.Text.Json.Nodes;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers.Events;

namespace OrleansState.Api.Tests.Live;

[Collection(nameof(LiveApi))]
public sealed class LiveTests(LiveApi live)
{
    private readonly ApiFixture _api = live.Api;
    private const string Apple = """{"item":"apple"}""";

    [Fact]
    public async Task The_cart_comes_first_and_then_each_change()
    {
        using var user = await _api.NewUserAsync();
        var before = await user.PostAsync("/cart/add", Apple);
        await using var events = await OpenAsync(user, "/cart/events");

        var first = await events.NextAsync();
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (events.Status, events.MediaType));
        Assert.Equal(before.ETag, $"\"{first.Id}\"");
        Assert.True(JsonNode.DeepEquals(before.Json, first.Data), first.Data.ToJsonString());
        foreach (var quantity in new[] { 2, 3 })
        {
            var after = await user.PostAsync("/cart/add", Apple);
            var next = await events.NextAsync();
            Assert.Equal((after.ETag, $"apple {quantity}"), ($"\"{next.Id}\"", next.Lines));
        }
    }

    [Fact]
    public async Task The_counts_come_first_and_then_each_change()
    {
        using var user = await _api.NewUserAsync();
        await using var events = await OpenAsync(user, "/clicks/events");

        Assert.Equal(0, (await events.NextAsync()).Total);
        for (var total = 1; total <= 3; total++)
        {
            await user.PostAsync("/clicks");
            Assert.Equal((await user.GetAsync("/clicks")).Text, (await events.NextAsync()).Data.ToJsonString());
        }
    }

    [Fact]
    public async Task A_client_that_has_the_present_version_is_sent_the_next_one_only()
    {
        using var user = await _api.NewUserAsync();
        var known = await user.PostAsync("/cart/add", Apple);
        await using var events = await OpenAsync(user, "/cart/events", known.ETag.Trim('"'));

        var opening = await events.NextItemAsync();
        Assert.Equal((EventReader.Heartbeat, "", null), (opening.EventType, opening.Data, opening.EventId));
        await user.PostAsync("/cart/add", Apple);
        Assert.Equal("apple 2", (await events.NextAsync()).Lines);
    }

    [Fact]
    public async Task A_client_that_has_an_earlier_version_is_sent_the_present_one()
    {
        using var user = await _api.NewUserAsync();
        var known = await user.PostAsync("/cart/add", Apple);
        await user.PostAsync("/cart/add", Apple);
        await user.PostAsync("/cart/add", Apple);
        await using var events = await OpenAsync(user, "/cart/events", known.ETag.Trim('"'));

        Assert.Equal("apple 3", (await events.NextAsync()).Lines);
    }

    [Fact]
    public async Task A_change_made_through_another_Api_is_shown()
    {
        await using var other = await _api.StartAnotherAsync(_ => { });
        using var user = await _api.NewUserAsync();
        using var there = other.Meet(user);
        await using var here = await OpenAsync(user, "/cart/events");
        await using var elsewhere = await OpenAsync(there, "/cart/events");
        await here.NextAsync();
        await elsewhere.NextAsync();

        await there.PostAsync("/cart/add", Apple);

        Assert.Equal("apple 1", (await here.NextAsync()).Lines);
        Assert.Equal("apple 1", (await elsewhere.NextAsync()).Lines);
    }

    [Fact]
    public async Task A_cart_that_expires_is_shown_empty()
    {
        await using var own = new ApiFixture();
        await own.InitializeAsync();
        using var user = await own.NewUserAsync();
        await user.PostAsync("/cart/add", Apple);
        await using var events = await EventReader.OpenAsync(own.BaseAddress, "/cart/events", user.Token);
        Assert.Equal("apple 1", (await events.NextAsync()).Lines);

        own.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("", (await events.NextAsync()).Lines);
    }

    [Fact]
    public async Task Nobody_without_a_token_is_shown_anything()
    {
        (await _api.SendAsync(HttpMethod.Get, "/cart/events")).IsProblem(401, "unauthorized");
        (await _api.SendAsync(HttpMethod.Get, "/clicks/events")).IsProblem(401, "unauthorized");
    }

    private static Task<EventReader> OpenAsync(TestUser user, string path, string? lastEventId = null) =>
        EventReader.OpenAsync(user.BaseAddress, path, user.Token, lastEventId);
}
