using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Carts;

public sealed class IfMatchTests(ApiFixture api)
{
    [Fact]
    public async Task The_newest_etag_lets_a_change_through_and_the_one_before_does_not()
    {
        using var user = await api.NewUserAsync();
        var first = await user.PostAsync("/cart/add", """{"item":"apple"}""");

        var second = await user.PostAsync("/cart/add", """{"item":"pear"}""", first.ETag);
        Assert.Equal("apple 1, pear 1", second.Lines());

        (await user.PostAsync("/cart/add", """{"item":"plum"}""", first.ETag)).IsProblem(412, "precondition-failed");
        Assert.Equal(second.Text, (await user.GetAsync("/cart")).Text);
    }

    [Theory]
    [InlineData("POST", "/cart/add", """{"item":"plum"}""")]
    [InlineData("PUT", "/cart/items/apple", """{"quantity":2}""")]
    [InlineData("DELETE", "/cart/items/apple", null)]
    [InlineData("DELETE", "/cart", null)]
    [InlineData("POST", "/cart/checkout", null)]
    [InlineData("POST", "/clicks", """{"action":"open"}""")]
    public async Task Every_mutation_is_refused_with_an_etag_that_is_not_the_newest(string method, string path, string? body)
    {
        using var user = await api.NewUserAsync();
        var before = await user.PostAsync("/cart/add", """{"item":"apple"}""");

        var answer = await user.SendAsync(HttpMethod.Parse(method), path, body, "\"0123456789abcdef0123456789abcdef\"");

        answer.IsProblem(412, "precondition-failed");
        Assert.Equal(before.Text, (await user.GetAsync("/cart")).Text);
        Assert.Equal(0, (long)(await user.GetAsync("/clicks")).Json["total"]!);
    }

    [Fact]
    public async Task A_star_matches_any_state()
    {
        using var user = await api.NewUserAsync();
        Assert.Equal("apple 1", (await user.PostAsync("/cart/add", """{"item":"apple"}""", "*")).Lines());
    }

    [Fact]
    public async Task One_etag_of_a_list_is_enough()
    {
        using var user = await api.NewUserAsync();
        var first = await user.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal("apple 2", (await user.PostAsync("/cart/add", """{"item":"apple"}""", $"\"x\", W/\"y\", {first.ETag}")).Lines());
    }

    [Fact]
    public async Task A_weak_etag_matches_nothing()
    {
        using var user = await api.NewUserAsync();
        var first = await user.PostAsync("/cart/add", """{"item":"apple"}""");
        (await user.PostAsync("/cart/add", """{"item":"apple"}""", $"W/{first.ETag}")).IsProblem(412, "precondition-failed");
    }

    [Theory]
    [InlineData("apple")]
    [InlineData("\"open")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("*, \"a\"")]
    [InlineData("")]
    [InlineData(",")]
    public async Task A_header_that_is_no_list_of_etags_is_refused_and_changes_nothing(string header)
    {
        using var user = await api.NewUserAsync();
        (await user.PostAsync("/cart/add", """{"item":"apple"}""", header)).IsProblem(400, "malformed-header");
        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task More_etags_than_the_limit_are_refused()
    {
        using var user = await api.NewUserAsync();
        var header = string.Join(", ", Enumerable.Range(0, 17).Select(i => $"\"{i}\""));
        (await user.PostAsync("/cart/add", """{"item":"apple"}""", header)).IsProblem(400, "malformed-header");
    }
}
