using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Commands;

public sealed class IdempotencyKeyTests(ApiFixture api)
{
    public static TheoryData<string, string, string?> Mutations => new()
    {
        { "POST", "/cart/add", """{"item":"plum","quantity":2}""" },
        { "PUT", "/cart/items/apple", """{"quantity":7}""" },
        { "DELETE", "/cart/items/apple", null },
        { "DELETE", "/cart", null },
        { "POST", "/cart/checkout", null },
        { "POST", "/clicks", """{"action":"open"}""" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_mutation_sent_again_under_its_key_takes_effect_once_and_answers_the_same(string method, string path, string? body)
    {
        using var user = await Shopper();
        var key = Guid.NewGuid().ToString();

        var first = await user.SendAsync(HttpMethod.Parse(method), path, body, key: key);
        await user.PostAsync("/cart/add", """{"item":"in between"}""");
        await user.PostAsync("/clicks", """{"action":"open"}""");
        var between = await StateOf(user);
        var again = await user.SendAsync(HttpMethod.Parse(method), path, body, key: key);

        Assert.Equal((200, first.Text, first.ETag), ((int)again.Status, again.Text, again.ETag));
        Assert.Empty(first.Headers["Idempotency-Replayed"]);
        Assert.Equal(["true"], again.Headers["Idempotency-Replayed"]);
        Assert.Equal(between, await StateOf(user));
    }

    [Theory]
    [InlineData("POST", "/cart/add", """{"item":"apple","quantity":3}""")]
    [InlineData("POST", "/cart/add", """{"item":"apple2","quantity":2}""")]
    [InlineData("PUT", "/cart/items/apple", """{"quantity":2}""")]
    [InlineData("DELETE", "/cart/items/apple", null)]
    [InlineData("DELETE", "/cart", null)]
    [InlineData("POST", "/cart/checkout", null)]
    public async Task A_key_that_came_with_another_command_is_refused_and_changes_nothing(string method, string path, string? body)
    {
        using var user = await Shopper();
        var first = await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple","quantity":2}""", key: "k");

        (await user.SendAsync(HttpMethod.Parse(method), path, body, key: "k")).IsProblem(422, "idempotency-key-reused");

        Assert.Equal(first.Text, (await user.GetAsync("/cart")).Text);
    }

    [Fact]
    public async Task A_key_that_came_with_another_action_is_refused()
    {
        using var user = await api.NewUserAsync();
        await user.SendAsync(HttpMethod.Post, "/clicks", """{"action":"a"}""", key: "k");
        (await user.SendAsync(HttpMethod.Post, "/clicks", """{"action":"b"}""", key: "k")).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_form_of_a_body_is_no_part_of_the_payload()
    {
        using var user = await api.NewUserAsync();
        await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple"}""", key: "k");

        var again = await user.SendAsync(HttpMethod.Post, "/cart/add", """{ "quantity": 1, "item": "\u0061pple" }""", key: "k");

        Assert.Equal("apple 1", again.Lines());
    }

    [Fact]
    public async Task A_refusal_is_an_answer_too()
    {
        using var user = await api.NewUserAsync();
        var first = await user.SendAsync(HttpMethod.Post, "/cart/checkout", key: "k");
        await user.PostAsync("/cart/add", """{"item":"apple"}""");

        var again = await user.SendAsync(HttpMethod.Post, "/cart/checkout", key: "k");

        first.IsProblem(409, "cart-empty");
        Assert.Equal((first.Text, "true"), (again.Text, Assert.Single(again.Headers["Idempotency-Replayed"])));
        Assert.Equal("apple 1", (await user.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task A_retry_with_the_etag_of_the_first_try_is_answered_by_its_key()
    {
        using var user = await Shopper();
        var before = await user.GetAsync("/cart");
        var first = await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"plum"}""", before.ETag, "k");
        var again = await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"plum"}""", before.ETag, "k");
        Assert.Equal((first.Text, first.ETag), (again.Text, again.ETag));
    }

    [Fact]
    public async Task A_failed_condition_is_not_remembered()
    {
        using var user = await Shopper();
        (await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"plum"}""", "\"stale\"", "k")).IsProblem(412, "precondition-failed");
        Assert.Equal("apple 1, plum 1", (await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"plum"}""", key: "k")).Lines());
    }

    [Fact]
    public async Task A_key_bare_and_the_same_in_quotes_are_one()
    {
        using var user = await api.NewUserAsync();
        await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple"}""", key: "8e03978e");
        Assert.Equal("apple 1", (await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple"}""", key: "\"8e03978e\"")).Lines());
    }

    [Fact]
    public async Task A_key_of_128_characters_is_taken()
    {
        using var user = await api.NewUserAsync();
        Assert.Equal("apple 1", (await user.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple"}""", key: new string('k', 128))).Lines());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"unclosed")]
    [InlineData("un\"opened")]
    [InlineData("\"a\" b")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a\\b\"")]
    [InlineData("two words")]
    [InlineData("kéy")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_key_that_is_none_is_refused_and_changes_nothing(string key)
    {
        using var user = await Shopper();
        var before = await user.GetAsync("/cart");
        var answer = await RawHttp.SendAsync(
            api.BaseAddress,
            $"DELETE /cart HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {user.Token}\r\nIdempotency-Key: {key}\r\nConnection: close\r\n\r\n");
        answer.IsProblem(400, "malformed-header");
        Assert.Equal(before.Text, (await user.GetAsync("/cart")).Text);
    }

    [Fact]
    public async Task Two_keys_at_once_are_refused()
    {
        using var user = await api.NewUserAsync();
        var answer = await RawHttp.SendAsync(
            api.BaseAddress,
            $"DELETE /cart HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {user.Token}\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nConnection: close\r\n\r\n");
        answer.IsProblem(400, "malformed-header");
    }

    /// <summary>Each key is as old as a hundred others when it comes again.</summary>
    [Theory]
    [InlineData("/cart/add", """{"item":"apple"}""", "/cart")]
    [InlineData("/clicks", """{"action":"open"}""", "/clicks")]
    public async Task A_hundred_keyed_commands_and_the_same_hundred_again_in_order_take_effect_a_hundred_times(string path, string body, string read)
    {
        const int Keys = 100;
        using var user = await api.NewUserAsync();
        var first = await SendAsync();
        var before = await user.GetAsync(read);

        var again = await SendAsync();

        Assert.Equal(before.Text, (await user.GetAsync(read)).Text);
        Assert.Equal(first.Select(a => (a.Text, a.ETag)), again.Select(a => (a.Text, a.ETag)));
        Assert.All(again, answer => Assert.Equal(["true"], answer.Headers["Idempotency-Replayed"]));
        (await user.SendAsync(HttpMethod.Post, path, body.Replace("p", "q", StringComparison.Ordinal), key: "k0")).IsProblem(422, "idempotency-key-reused");

        async Task<List<Answer>> SendAsync()
        {
            var answers = new List<Answer>();
            for (var i = 0; i < Keys; i++)
                answers.Add(await user.SendAsync(HttpMethod.Post, path, body, key: $"k{i}"));
            return answers;
        }
    }

    [Fact]
    public async Task The_same_key_of_two_users_is_two_keys()
    {
        using var alice = await api.NewUserAsync();
        using var bob = await api.NewUserAsync();
        await alice.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple"}""", key: "k");
        Assert.Equal("pear 1", (await bob.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"pear"}""", key: "k")).Lines());
    }

    private async Task<TestUser> Shopper()
    {
        var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        return user;
    }

    private static async Task<string> StateOf(TestUser user) => (await user.GetAsync("/cart")).Text + (await user.GetAsync("/clicks")).Text;
}
