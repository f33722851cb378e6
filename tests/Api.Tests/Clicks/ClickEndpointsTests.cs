using System.Net.Http.Headers;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Clicks;

public sealed class ClickEndpointsTests(ApiFixture api)
{
    [Fact]
    public async Task Who_never_clicked_has_no_counts()
    {
        using var user = await api.NewUserAsync();
        (await user.GetAsync("/clicks")).IsOk($$$"""{"user_id":"{{{user.UserId}}}","total":0,"counts":{}}""");
    }

    [Fact]
    public async Task Clicks_are_counted_by_action()
    {
        using var user = await api.NewUserAsync();

        (await user.PostAsync("/clicks", """{"action":"open"}""")).IsOk($$"""{"user_id":"{{user.UserId}}","action":"open","count":1}""");
        (await user.PostAsync("/clicks", """{"action":"open"}""")).IsOk($$"""{"user_id":"{{user.UserId}}","action":"open","count":2}""");
        await user.PostAsync("/clicks", """{"action":"a/b %"}""");

        (await user.GetAsync("/clicks")).IsOk($$$"""{"user_id":"{{{user.UserId}}}","total":3,"counts":{"open":2,"a/b %":1}}""");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    public async Task A_call_without_an_action_counts_one_click(string? body)
    {
        using var user = await api.NewUserAsync();
        (await user.PostAsync("/clicks", body)).IsOk($$"""{"user_id":"{{user.UserId}}","action":"click","count":1}""");
    }

    [Fact]
    public async Task An_empty_body_of_any_type_counts_one_click()
    {
        using var user = await api.NewUserAsync();
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        (await user.SendContentAsync(HttpMethod.Post, "/clicks", content)).IsOk($$"""{"user_id":"{{user.UserId}}","action":"click","count":1}""");
    }

    [Fact]
    public async Task Two_hundred_concurrent_clicks_by_32_clients_lose_none()
    {
        using var user = await api.NewUserAsync();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) => Assert.Equal(System.Net.HttpStatusCode.OK, (await user.PostAsync("/clicks")).Status));

        (await user.GetAsync("/clicks")).IsOk($$$"""{"user_id":"{{{user.UserId}}}","total":200,"counts":{"click":200}}""");
    }

    [Fact]
    public async Task More_different_actions_than_a_user_may_count_are_refused()
    {
        using var user = await api.NewUserAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => user.PostAsync("/clicks", $$"""{"action":"action {{i}}"}""")));

        (await user.PostAsync("/clicks", """{"action":"one more"}""")).IsProblem(409, "action-limit");

        Assert.Equal(100, (long)(await user.GetAsync("/clicks")).Json["total"]!);
    }

    [Fact]
    public async Task Two_users_never_see_each_others_counts()
    {
        using var alice = await api.NewUserAsync();
        using var bob = await api.NewUserAsync();
        await alice.PostAsync("/clicks");
        Assert.Equal(0, (long)(await bob.GetAsync("/clicks")).Json["total"]!);
    }
}
