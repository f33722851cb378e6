using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Api.Tests.Harness;
using OrleansState.AspNetCore;
using OrleansState.TestServers;
using OrleansState.TestServers.Events;

namespace OrleansState.Api.Tests.Live;

/// <summary>How many streams there may be, how long one may be silent, and how slow its reader.</summary>
[Collection(nameof(LiveApi))]
public sealed class StreamBoundTests(LiveApi live)
{
    private readonly ApiFixture _api = live.Api;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task One_user_has_so_many_streams_and_others_have_theirs()
    {
        await using var other = await StartAsync(bound => bound.MaxConnectionsPerUser = 2);
        using var user = await _api.NewUserAsync();
        using var another = await _api.NewUserAsync();
        var first = await OpenAsync(other, user);
        await using var second = await OpenAsync(other, user);

        using var there = other.Meet(user);
        var refused = (await there.GetAsync("/cart/events")).IsProblem(429, "too-many-streams");
        Assert.NotEmpty(refused.Headers["Retry-After"]);
        await using var others = await OpenAsync(other, another);

        await first.DisposeAsync();
        await Eventually.UntilAsync("the place of a stream that was closed", async () =>
        {
            await using var next = await EventReader.OpenAsync(there.BaseAddress, "/cart/events", user.Token);
            return next.Status == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task One_process_has_so_many_streams()
    {
        await using var other = await StartAsync(bound => bound.MaxConnections = 2);
        using var user = await _api.NewUserAsync();
        using var another = await _api.NewUserAsync();
        await using var first = await OpenAsync(other, user);
        await using var second = await OpenAsync(other, user);

        using var there = other.Meet(another);
        (await there.GetAsync("/clicks/events")).IsProblem(503, "streams-exhausted");
    }

    [Fact]
    public async Task A_stream_on_which_nothing_comes_has_heartbeats()
    {
        await using var other = await StartAsync(bound => bound.HeartbeatInterval = TimeSpan.FromSeconds(15));
        using var user = await _api.NewUserAsync();
        await using var events = await OpenAsync(other, user);

        for (var beats = 0; beats < 2; beats++)
        {
            var next = events.NextItemAsync();
            await Eventually.UntilAsync("a heartbeat", () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            });
            Assert.Equal((EventReader.Heartbeat, ""), ((await next).EventType, (await next).Data));
        }
    }

    [LongFact]
    public async Task Who_does_not_read_is_dropped_while_others_are_shown_each_change()
    {
        await using var other = await StartAsync(bound => bound.WriteTimeout = TimeSpan.FromSeconds(30));
        using var meter = new LiveMeter(other.Services);
        using var user = await _api.NewUserAsync();
        using var there = other.Meet(user);
        await FillAsync(user);
        await using var reader = await OpenAsync(other, user);
        using var idle = await ConnectAsync(there, meter);

        var quantity = 1;
        await Eventually.UntilAsync("the end of a stream that nobody reads", async () =>
        {
            quantity++;
            var changed = await user.PutAsync("/cart/items/apple", $$"""{"quantity":{{quantity}}}""");
            Assert.Equal($"\"{(await reader.NextAsync(cart => Apples(cart) == quantity)).Id}\"", changed.ETag);
            // The reader of this stream has what there is, so that no time is held against it.
            _clock.Advance(TimeSpan.FromSeconds(1));
            return meter.Sum("live_readers_dropped") == 1;
        });

        await Eventually.UntilAsync("the end of its request", () => meter.Sum("live_connections") == 1);
        await user.PutAsync("/cart/items/apple", """{"quantity":1}""");
        await using var resumed = await EventReader.OpenAsync(there.BaseAddress, "/cart/events", user.Token, lastEventId: "an earlier one");
        Assert.Equal(1, Apples((await resumed.NextAsync()).Data));
    }

    private Task<OtherApi> StartAsync(Action<LiveOptions> bound) => _api.StartAnotherAsync(services =>
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
        services.Configure(bound);
    });

    private static async Task<EventReader> OpenAsync(OtherApi other, TestUser user)
    {
        using var there = other.Meet(user);
        var events = await EventReader.OpenAsync(there.BaseAddress, "/cart/events", user.Token);
        await events.NextAsync();
        return events;
    }

    /// <summary>A cart that takes many bytes to show.</summary>
    private static async Task FillAsync(TestUser user)
    {
        await user.PutAsync("/cart/items/apple", """{"quantity":1}""");
        for (var line = 0; line < 90; line++)
            await user.PostAsync("/cart/add", JsonSerializer.Serialize(new { item = $"{line}".PadRight(120, 'x') }));
    }

    private static int Apples(System.Text.Json.Nodes.JsonNode cart) =>
        (int)cart["cart"]!.AsArray().Single(line => (string?)line!["item"] == "apple")!["quantity"]!;

    /// <summary>Asks for the stream and takes nothing of it.</summary>
    private static async Task<Socket> ConnectAsync(TestUser user, LiveMeter meter)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(user.BaseAddress.Host, user.BaseAddress.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET /cart/events HTTP/1.1\r\nHost: {user.BaseAddress.Authority}\r\nAuthorization: Bearer {user.Token}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("the second stream", () => meter.Sum("live_connections") == 2);
        return socket;
    }
}
