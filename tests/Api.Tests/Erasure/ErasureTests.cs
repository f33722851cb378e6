using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;
using OrleansState.Clicks;
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
        var cart = api.Services.GetRequiredService<IClusterClient>().GetGrain<OrleansState.Carts.ICartGrain>(ada.UserId);
        await Assert.ThrowsAsync<UserErasedException>(() => cart.AddAsync(new OrleansState.Carts.CartLine("apple", 1)));
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

    private async Task<(Registered Account, Login Login)> FilledAsync()
    {
        var ada = await Registered.CreateAsync(api);
        var login = await ada.LogInAsync(api);
        await login.User.PostAsync("/cart/add", """{"item":"apple"}""");
        await login.User.PostAsync("/clicks");
        return (ada, login);
    }

    /// <summary>Every key and every value of the store that holds the user's id or name.</summary>
    private async Task<List<string>> TracesAsync(Registered account)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(api.Redis.ConnectionString);
        var db = redis.GetDatabase();
        var traces = new List<string>();
        await foreach (var key in redis.GetServers()[0].KeysAsync())
        {
            var text = (string?)key + await db.KeyTypeAsync(key) switch
            {
                RedisType.String => Text(await db.StringGetAsync(key)),
                RedisType.Hash => string.Concat((await db.HashGetAllAsync(key)).Select(e => Text(e.Name) + Text(e.Value))),
                RedisType.SortedSet => string.Concat((await db.SortedSetRangeByRankAsync(key)).Select(Text)),
                _ => "",
            };
            if (text.Contains(account.UserId, StringComparison.OrdinalIgnoreCase) || text.Contains(account.Username, StringComparison.OrdinalIgnoreCase))
                traces.Add(key!);
        }

        return traces;
    }

    private static string Text(RedisValue value) => System.Text.Encoding.Latin1.GetString((byte[]?)value ?? []);
}
