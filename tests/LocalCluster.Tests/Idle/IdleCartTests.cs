using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Tests.Events;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.LocalCluster.Tests.Idle;

/// <summary>Carts that go idle while their silos die: none is shown again, none forgotten, none told twice in effect, and Redis has none of them in the end.</summary>
public sealed class IdleCartTests(RedisFixture redis) : IAsyncLifetime
{
    private const int Carts = 4000;
    private const int Watched = 200;
    private const int AtOnce = 32;

    private ProcessCluster? _cluster;
    private HttpClient? _http;

    public async ValueTask InitializeAsync()
    {
        if (!LongTests.AreWanted)
            return;
        redis.RequireRealRedis();
        KafkaFixture.RequireInstalled();
        var settings = new Dictionary<string, string?> { ["RateLimit:Enabled"] = "false", ["Cart:IdleTimeout"] = "00:00:20", ["Admin:Users:root"] = "correct horse battery" };
        _cluster = await ProcessCluster.StartAsync(
            new ClusterPlan { Silos = 2, WithKafka = true, EventPartitions = 3, Settings = settings }, TestContext.Current.CancellationToken);
        _http = new HttpClient { BaseAddress = _cluster.Apis[0].Url };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [LongFact]
    public async Task Idle_carts_go_once_and_for_good_though_each_silo_is_killed_meanwhile()
    {
        var cluster = _cluster!;
        var guests = new ConcurrentBag<(string User, string Token)>();
        await Parallel.ForAsync(0, Carts, Concurrency(), async (_, _) => guests.Add(await FillAsync()));
        using var connection = await ConnectionMultiplexer.ConnectAsync(cluster.Redis.ConnectionString);
        Assert.Equal(Carts, await SumAsync(connection, "cart/active"));
        var shown = new ConcurrentQueue<string>();
        using var ending = new CancellationTokenSource();
        var watching = Task.WhenAll(guests.Take(Watched).Select(guest => WatchAsync(guest, shown, ending.Token)));

        // The carts of one silo have no activation from here on; those of the other lose theirs while they are being swept.
        await cluster.Silos[0].KillAsync();
        await cluster.Silos[0].RestartAsync(TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("the first carts have gone", async () => await SumAsync(connection, "cart/active") < Carts * 9 / 10);
        await cluster.Silos[1].KillAsync();
        await cluster.Silos[1].RestartAsync(TestContext.Current.CancellationToken);

        await Eventually.UntilAsync(
            "Redis has no cart", async () => await SumAsync(connection, "cart/active") == 0 && Records(connection, "cart") == 0, TimeSpan.FromMinutes(2));
        await ending.CancelAsync();
        await watching;
        Assert.Empty(shown);
        Assert.Equal(0, await SumAsync(connection, "cart/items"));
        Assert.Equal(0, await connection.GetDatabase().SortedSetLengthAsync("orleansstate/index/engine/outboxes/cart"));
        Assert.Equal(0, await connection.GetDatabase().SortedSetLengthAsync("orleansstate/index/engine/deadlines/cart/0"));
        var told = await new ChangeTopic(cluster.Kafka!.BootstrapServers).ReadAsync([.. guests.Select(guest => guest.User)], 1);
        Assert.All(told, change => Assert.Equal(("cart_expired", 7), (change.Type, (int)change.Data["lines"]![0]!["quantity"]!)));
        Assert.Equal(Carts, told.DistinctBy(change => change.Id).Count());
    }

    private static ParallelOptions Concurrency() => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };

    private async Task<(string User, string Token)> FillAsync()
    {
        var token = (string)(await SendAsync(HttpMethod.Post, "/login/guest", null, null))!["access_token"]!;
        await SendAsync(HttpMethod.Post, "/cart/add", token, new { item = "apple", quantity = 7 });
        return ((string)(await SendAsync(HttpMethod.Get, "/profile", token, null))!["user_id"]!, token);
    }

    /// <summary>Looks at a cart again and again. From the moment that it named itself it may show nothing.</summary>
    private async Task WatchAsync((string User, string Token) guest, ConcurrentQueue<string> shown, CancellationToken ending)
    {
        var expiresAt = DateTimeOffset.MaxValue;
        while (!ending.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetUtcNow();
            if (await SendAsync(HttpMethod.Get, "/cart", guest.Token, null) is not { } cart)
                continue;
            if (cart["cart"]!.AsArray().Count > 0 && asked >= expiresAt)
                shown.Enqueue($"{guest.User}: {cart.ToJsonString()} at {asked:O}");
            if (cart["expires_at"] is { } at)
                expiresAt = (DateTimeOffset)at;
        }
    }

    /// <summary>Null where no silo answered.</summary>
    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, string? token, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http!.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken) : null;
    }

    private static async Task<long> SumAsync(ConnectionMultiplexer connection, string index) =>
        (long)await connection.GetDatabase().HashGetAsync($"orleansstate/index/{index}", "");

    private static int Records(ConnectionMultiplexer connection, string kind) =>
        connection.GetServers()[0].Keys(pattern: $"orleansstate/{kind}/*", pageSize: 1000).Count();
}
