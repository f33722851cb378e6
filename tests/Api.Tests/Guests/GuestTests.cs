using System.Net;
using OrleansState.Api.Tests.Harness;
using OrleansState.Api.Tests.Tokens;
using StackExchange.Redis;

namespace OrleansState.Api.Tests.Guests;

public sealed class GuestTests(ApiFixture api)
{
    [Fact]
    public async Task A_guest_has_a_cart_and_a_profile_without_an_account()
    {
        using var guest = await GuestAsync(api);
        Assert.Equal("apple 1", (await guest.User.PostAsync("/cart/add", """{"item":"apple"}""")).Lines());
        Assert.Equal("guest", (string?)(await guest.User.GetAsync("/profile")).Json["username"]);
        Login.Of(api, "", await guest.RefreshAsync(api)).Dispose();
    }

    [Fact]
    public async Task A_login_with_a_guests_token_takes_of_each_item_the_larger_quantity_once()
    {
        var ada = await Registered.CreateAsync(api);
        using var before = await ada.LogInAsync(api);
        await before.User.PostAsync("/cart/add", """{"item":"apple","quantity":5}""");
        await before.User.PostAsync("/cart/add", """{"item":"pear","quantity":1}""");
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"pear","quantity":3}""");
        await guest.User.PostAsync("/cart/add", """{"item":"apple","quantity":2}""");
        await guest.User.PostAsync("/cart/add", """{"item":"plum","quantity":7}""");

        using var first = await LogInAsync(guest, ada);
        Assert.Equal("apple 5, pear 3, plum 7", (await first.User.GetAsync("/cart")).Lines());

        await first.User.DeleteAsync("/cart");
        using var second = await LogInAsync(guest, ada);
        Assert.Equal("", (await second.User.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task Logins_that_race_merge_once_and_no_login_gets_less_than_all()
    {
        var ada = await Registered.CreateAsync(api);
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple","quantity":2}""");

        var logins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LogInAsync(guest, ada)));

        var cart = await logins[0].User.GetAsync("/cart");
        Assert.Equal(("apple 2", 1), (cart.Lines(), (int)cart.Json["version"]!));
        Assert.All(logins, login => login.Dispose());
    }

    [Fact]
    public async Task Two_accounts_that_race_for_one_guests_cart_get_it_once()
    {
        var accounts = new[] { await Registered.CreateAsync(api), await Registered.CreateAsync(api) };
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");

        var logins = await Task.WhenAll(accounts.Select(a => LogInAsync(guest, a)));

        var carts = await Task.WhenAll(logins.Select(async login => (await login.User.GetAsync("/cart")).Lines()));
        Assert.Equal(["", "apple 1"], carts.Order());
        Assert.All(logins, login => login.Dispose());
    }

    [Fact]
    public async Task After_the_merge_the_guests_cart_takes_no_change_that_would_be_lost()
    {
        var ada = await Registered.CreateAsync(api);
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        using var login = await LogInAsync(guest, ada);

        (await guest.User.PostAsync("/cart/add", """{"item":"pear"}""")).IsProblem(409, "cart-merged");
        (await guest.User.PostAsync("/cart/checkout")).IsProblem(409, "cart-merged");
        (await guest.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        Assert.Equal("", (await guest.User.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task A_wrong_password_leaves_the_guests_cart_where_it_is()
    {
        var ada = await Registered.CreateAsync(api);
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");

        (await guest.User.PostAsync("/login", (ada with { Password = "wrong horse" }).Credentials)).IsProblem(401, "invalid-credentials");

        Assert.Equal("apple 2", (await guest.User.PostAsync("/cart/add", """{"item":"apple"}""")).Lines());
    }

    [Fact]
    public async Task A_login_with_a_guests_token_that_is_not_good_any_more_says_so_and_one_with_its_next_token_brings_the_cart()
    {
        var ada = await Registered.CreateAsync(api);
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        var sub = (string)(await guest.User.GetAsync("/profile")).Json["user_id"]!;
        using var late = new TestUser(api.BaseAddress, sub, Forgery.Es256(api.Key, Forgery.Claims(expires: 1_000_000_000, notBefore: 0, subject: sub)));

        var refused = (await late.PostAsync("/login", ada.Credentials)).IsProblem(401, "invalid-guest-token");

        Assert.Contains("invalid_token", Assert.Single(refused.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
        using var fresh = Login.Of(api, sub, await guest.RefreshAsync(api));
        using var login = await LogInAsync(fresh, ada);
        Assert.Equal("apple 1", (await login.User.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task A_login_with_the_token_of_a_guest_who_has_logged_out_says_so()
    {
        var ada = await Registered.CreateAsync(api);
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/logout");

        (await guest.User.PostAsync("/login", ada.Credentials)).IsProblem(401, "invalid-guest-token");

        Login.Of(api, ada.UserId, await api.PostAsync("/login", ada.Credentials)).Dispose();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task A_token_of_no_guest_keeps_nobody_from_logging_in(string token)
    {
        var ada = await Registered.CreateAsync(api);
        using var late = new TestUser(api.BaseAddress, "", token.Length > 0 ? token : Forgery.Es256(api.Key, Forgery.Claims(expires: 1_000_000_000, notBefore: 0, subject: ada.UserId)));

        Login.Of(api, ada.UserId, await late.PostAsync("/login", ada.Credentials)).Dispose();
    }

    [Fact]
    public async Task A_login_with_a_users_own_token_merges_nothing()
    {
        var (ada, bob) = (await Registered.CreateAsync(api), await Registered.CreateAsync(api));
        using var adas = await ada.LogInAsync(api);
        await adas.User.PostAsync("/cart/add", """{"item":"apple"}""");
        using var bobs = await LogInAsync(adas, bob);
        Assert.Equal("", (await bobs.User.GetAsync("/cart")).Lines());
        Assert.Equal("apple 1", (await adas.User.GetAsync("/cart")).Lines());
    }

    [Theory]
    [InlineData("POST", "/logout")]
    [InlineData("DELETE", "/me/sessions")]
    [InlineData("DELETE", "/me/sessions/{its own}")]
    public async Task Of_a_guest_whose_session_is_ended_the_store_keeps_nothing_for_ever(string method, string path)
    {
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        var userId = (string)(await guest.User.PostAsync("/clicks")).Json["user_id"]!;
        var session = (string)(await guest.User.GetAsync("/me/sessions")).Json["sessions"]![0]!["session_id"]!;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(api.Redis.ConnectionString);
        var store = redis.GetServer(redis.GetEndPoints()[0]);
        Assert.NotEmpty(KeysOf(store, userId));

        Assert.Equal(HttpStatusCode.NoContent, (await guest.User.SendAsync(new HttpMethod(method), path.Replace("{its own}", session, StringComparison.Ordinal))).Status);

        Assert.Empty(KeysOf(store, userId));
        (await guest.User.GetAsync("/cart")).IsProblem(401, "unauthorized");
        (await guest.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
    }

    [Fact]
    public async Task A_guest_who_ends_a_session_that_is_none_keeps_the_cart()
    {
        using var guest = await GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await guest.User.DeleteAsync("/me/sessions/another")).Status);
        Assert.Equal("apple 1", (await guest.User.GetAsync("/cart")).Lines());
    }

    private static List<string> KeysOf(IServer store, string userId) => [.. store.Keys(pattern: $"*{userId}*").Select(key => (string)key!)];

    internal static async Task<Login> GuestAsync(ApiFixture api)
    {
        var answer = await api.SendAsync(HttpMethod.Post, "/login/guest");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Login.Of(api, "", answer);
    }

    private async Task<Login> LogInAsync(Login with, Registered account) =>
        Login.Of(api, account.UserId, await with.User.PostAsync("/login", account.Credentials));
}
