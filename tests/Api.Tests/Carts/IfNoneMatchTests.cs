using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Carts;

public sealed class IfNoneMatchTests(ApiFixture api)
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"x\", {0}")]
    [InlineData("*")]
    public async Task A_cart_that_the_client_has_is_not_sent_again(string header)
    {
        using var user = await api.NewUserAsync();
        var cart = await user.PostAsync("/cart/add", """{"item":"apple"}""");

        var answer = await ReadAsync(user, "/cart", string.Format(null, header, cart.ETag));

        Assert.Equal((304, "", cart.ETag), ((int)answer.Status, answer.Text, answer.ETag));
        Assert.Equal(["no-store"], answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task A_cart_that_has_changed_is_sent()
    {
        using var user = await api.NewUserAsync();
        var old = await user.PostAsync("/cart/add", """{"item":"apple"}""");
        var cart = await user.PostAsync("/cart/add", """{"item":"apple"}""");

        Assert.Equal(cart.Text, (await ReadAsync(user, "/cart", old.ETag)).Text);
    }

    [Fact]
    public async Task An_admin_who_has_a_users_cart_is_not_sent_it_again()
    {
        using var user = await api.NewUserAsync();
        var cart = await user.PostAsync("/cart/add", """{"item":"apple"}""");
        using var admin = await Login.AdminAsync(api);

        Assert.Equal(304, (int)(await ReadAsync(admin.User, $"/admin/users/{user.UserId}/cart", cart.ETag)).Status);
        Assert.Equal(cart.Text, (await ReadAsync(admin.User, $"/admin/users/{user.UserId}/cart", "\"x\"")).Text);
    }

    public static TheoryData<string, string, string?> Mutations => new()
    {
        { "POST", "/cart/add", """{"item":"plum"}""" },
        { "PUT", "/cart/items/apple", """{"quantity":2}""" },
        { "DELETE", "/cart/items/apple", null },
        { "DELETE", "/cart", null },
        { "POST", "/cart/checkout", null },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_change_is_refused_while_the_state_is_one_that_is_named_and_made_otherwise(string method, string path, string? body)
    {
        using var user = await api.NewUserAsync();
        var before = await user.PostAsync("/cart/add", """{"item":"apple"}""");

        foreach (var header in new[] { before.ETag, $"W/{before.ETag}", $"\"x\", {before.ETag}", "*" })
            (await SendAsync(user, method, path, body, header)).IsProblem(412, "precondition-failed");
        Assert.Equal(before.Text, (await user.GetAsync("/cart")).Text);

        Assert.Equal(200, (int)(await SendAsync(user, method, path, body, "\"0123456789abcdef0123456789abcdef\"")).Status);
        Assert.NotEqual(before.ETag, (await user.GetAsync("/cart")).ETag);
    }

    [Fact]
    public async Task Counters_heed_it_too()
    {
        using var user = await api.NewUserAsync();
        var first = await user.PostAsync("/clicks");
        (await SendAsync(user, "POST", "/clicks", null, first.ETag)).IsProblem(412, "precondition-failed");
        await user.PostAsync("/clicks");
        Assert.Equal(3, (int)(await SendAsync(user, "POST", "/clicks", null, first.ETag)).Json["count"]!);
    }

    [Fact]
    public async Task A_change_that_was_made_is_answered_the_same_under_its_key_whatever_the_condition_says_by_then()
    {
        using var user = await api.NewUserAsync();
        var first = await SendAsync(user, "POST", "/cart/add", """{"item":"plum"}""", "\"x\"", "key");

        var again = await SendAsync(user, "POST", "/cart/add", """{"item":"plum"}""", first.ETag, "key");

        Assert.Equal((200, first.Text), ((int)again.Status, again.Text));
        Assert.Equal(["true"], again.Headers["Idempotency-Replayed"]);
    }

    [Theory]
    [InlineData("apple")]
    [InlineData("*, \"a\"")]
    [InlineData("")]
    public async Task A_header_that_is_no_list_of_etags_is_refused(string header)
    {
        using var user = await api.NewUserAsync();
        (await ReadAsync(user, "/cart", header)).IsProblem(400, "malformed-header");
        (await SendAsync(user, "POST", "/cart/add", """{"item":"apple"}""", header)).IsProblem(400, "malformed-header");
        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
    }

    private static Task<Answer> ReadAsync(TestUser user, string path, string header) => SendAsync(user, "GET", path, null, header);

    private static Task<Answer> SendAsync(TestUser user, string method, string path, string? body, string header, string? key = null) =>
        user.SendAsync(HttpMethod.Parse(method), path, body, key: key, ifNoneMatch: header);
}
