using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Carts;
using OrleansState.Api.Tests.Harness;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Api.Tests.Erasure;

public sealed class ErasureTests(ApiFixture api)
{
    [Fact]
    public async Task After_an_erasure_the_store_knows_the_user_nowhere_and_every_token_is_dead()
    {
        var (ada, login) = await FilledAsync();
        using var other = await ada.LogInAsync(api);
        Assert.NotEmpty(await TracesAsync(ada));

        Assert.Equal(HttpStatusCode.NoContent, (await login.User.DeleteAsync("/me")).Status);

        Assert.Empty(await TracesAsync(ada));
        foreach (var call in new[] { "/cart", "/clicks", "/profile", "/me/export" })
            (await other.User.GetAsync(call)).IsProblem(401, "unauthorized");
        (await other.User.PostAsync("/cart/add", """{"item":"apple"}""")).IsProblem(401, "unauthorized");
        (await login.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        (await api.PostAsync("/login", ada.Credentials)).IsProblem(401, "invalid-credentials");
        login.Dispose();
    }

    [Fact]
    public async Task What_Kafka_still_has_of_an_erased_user_is_skipped()
    {
        var (ada, login) = await FilledAsync();
        await login.User.DeleteAsync("/me");
        var counter = api.Services.GetRequiredService<IClusterClient>().GetGrain<IClickCounterGrain>(ada.UserId);

        var receipt = await counter.ApplyAsync(new ClickBatch("log", 0, "any epoch", [new LoggedClick(0, "click")]));

        Assert.Equal((false, true), (receipt.EpochMismatch, receipt.Refused.IsEmpty));
        Assert.Empty(await TracesAsync(ada));
        login.Dispose();
    }

    [Fact]
    public async Task A_token_that_another_process_still_takes_for_good_brings_nothing_back()
    {
        var (ada, login) = await FilledAsync();
        await login.User.DeleteAsync("/me");
        var cart = api.Services.GetRequiredService<IClusterClient>().GetGrain<ICartGrain>(ada.UserId);
        await Assert.ThrowsAsync<UserErasedException>(() => cart.AddAsync(new CartLine("apple", 1)));
        await Assert.ThrowsAsync<UserErasedException>(cart.GetAsync);
        using var admin = await Login.AdminAsync(api);
        (await admin.User.GetAsync($"/admin/users/{ada.UserId}/cart")).IsProblem(404, "not-found");
        login.Dispose();
    }

    [Fact]
    public async Task The_name_is_free_again_for_another_user_who_sees_nothing_of_the_first()
    {
        var (ada, login) = await FilledAsync();
        await login.User.DeleteAsync("/me");
        var answer = await api.PostAsync("/register", ada.Credentials);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.NotEqual(ada.UserId, (string?)answer.Json["user_id"]);
        using var second = await ada.LogInAsync(api);
        Assert.Equal("", (await second.User.GetAsync("/cart")).Lines());
        login.Dispose();
    }

    [Fact]
    public async Task A_guest_can_be_erased_and_an_admin_can_not()
    {
        using var guest = await Guests.GuestTests.GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await guest.User.DeleteAsync("/me")).Status);
        (await guest.User.GetAsync("/cart")).IsProblem(401, "unauthorized");
        using var admin = await Login.AdminAsync(api);
        (await admin.User.DeleteAsync("/me")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task The_guests_whose_carts_came_over_go_with_the_user()
    {
        var (ada, login) = await FilledAsync();
        var guests = new List<string>();
        foreach (var filled in new[] { true, false })
        {
            using var guest = await Guests.GuestTests.GuestAsync(api);
            guests.Add(await IdAsync(guest));
            await guest.User.PostAsync("/clicks");
            if (filled)
                await guest.User.PostAsync("/cart/add", """{"item":"pear"}""");
            using var _ = Login.Of(api, ada.UserId, await guest.User.PostAsync("/login", ada.Credentials));
        }

        foreach (var guest in guests)
            Assert.NotEmpty(await TracesAsync(guest));
        Assert.Equal(HttpStatusCode.NoContent, (await login.User.DeleteAsync("/me")).Status);

        foreach (var gone in guests.Append(ada.UserId).Append(ada.Username))
            Assert.Equal([], await TracesAsync(gone));
        login.Dispose();
    }

    [Fact]
    public async Task A_guest_whose_cart_went_to_somebody_else_stays()
    {
        var (ada, login) = await FilledAsync();
        var (bob, bobs) = await FilledAsync();
        using var guest = await Guests.GuestTests.GuestAsync(api);
        await guest.User.PostAsync("/clicks");
        var guestId = await IdAsync(guest);
        using var first = Login.Of(api, bob.UserId, await guest.User.PostAsync("/login", bob.Credentials));
        using var second = Login.Of(api, ada.UserId, await guest.User.PostAsync("/login", ada.Credentials));

        Assert.Equal(HttpStatusCode.NoContent, (await login.User.DeleteAsync("/me")).Status);

        Assert.NotEmpty(await TracesAsync(guestId));
        Assert.Empty(await TracesAsync(ada.UserId));
        login.Dispose();
        bobs.Dispose();
    }

    [Fact]
    public async Task A_user_who_was_many_guests_leaves_none_of_them()
    {
        var cluster = api.Services.GetRequiredService<IClusterClient>();
        var carts = api.Services.GetRequiredService<GuestCarts>();
        var (ada, login) = await FilledAsync();
        var guests = Enumerable.Range(0, CartLimits.MergedGuests + 2).Select(i => OrleansState.Users.Guests.NewId(DateTimeOffset.UnixEpoch.AddDays(i))).ToList();
        foreach (var guest in guests)
        {
            await cluster.GetGrain<ICartGrain>(guest).AddAsync(new CartLine("pear", 1));
            Assert.True(await carts.TryMergeAsync(guest, ada.UserId));
        }

        // So many take a busy machine longer than a call may: it finishes by itself then, and says that it is not sure.
        Assert.Contains((await login.User.DeleteAsync("/me")).Status, new[] { HttpStatusCode.NoContent, HttpStatusCode.ServiceUnavailable });

        foreach (var gone in guests.Append(ada.UserId))
            await Eventually.UntilAsync($"the end of {gone}", async () => (await TracesAsync(gone)).Count == 0);
        login.Dispose();
    }

    private static async Task<string> IdAsync(Login login) => (string)(await login.User.GetAsync("/clicks")).Json["user_id"]!;

    private async Task<(Registered Account, Login Login)> FilledAsync()
    {
        var ada = await Registered.CreateAsync(api);
        var login = await ada.LogInAsync(api);
        await login.User.PostAsync("/cart/add", """{"item":"apple"}""");
        await login.User.PostAsync("/clicks");
        return (ada, login);
    }

    /// <summary>Every key and every value of the store that holds the user's id or name.</summary>
    private async Task<List<string>> TracesAsync(Registered account) =>
        [.. await TracesAsync(account.UserId), .. await TracesAsync(account.Username)];

    private async Task<List<string>> TracesAsync(string who)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{api.Redis.ConnectionString},asyncTimeout={(int)Eventually.Patience.TotalMilliseconds}");
        var db = redis.GetDatabase();
        var traces = new List<string>();
        await foreach (var key in redis.GetServers()[0].KeysAsync())
        {
            var text = (string?)key + await db.KeyTypeAsync(key) switch
            {
                RedisType.String => Text(await db.StringGetAsync(key)),
                RedisType.Hash => string.Concat((await db.HashGetAllAsync(key)).Select(e => Text(e.Name) + Text(e.Value))),
                RedisType.SortedSet => string.Concat((await db.SortedSetRangeByRankAsync(key)).Select(Text)),
                // Gone since it was listed: other tests' users are erased meanwhile.
                RedisType.None => "",
                var other => throw new InvalidOperationException($"{key} is a {other}, which this test does not read."),
            };
            if (text.Contains(who, StringComparison.OrdinalIgnoreCase))
                traces.Add(key!);
        }

        return traces;
    }

    private static string Text(RedisValue value) => System.Text.Encoding.Latin1.GetString((byte[]?)value ?? []);
}
