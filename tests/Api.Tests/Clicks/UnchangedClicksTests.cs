using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Clicks;

/// <summary>Counts that the client has are not sent again.</summary>
public sealed class UnchangedClicksTests(ApiFixture api)
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"x\", {0}")]
    [InlineData("*")]
    public async Task Counts_that_the_client_has_are_not_sent_again(string header)
    {
        using var user = await api.NewUserAsync();
        var counted = await user.PostAsync("/clicks");
        var counts = await user.GetAsync("/clicks");

        var answer = await ReadAsync(user, "/clicks", string.Format(null, header, counts.ETag));

        Assert.Equal(counted.ETag, counts.ETag);
        Assert.Equal((304, "", counts.ETag), ((int)answer.Status, answer.Text, answer.ETag));
        Assert.Equal(["no-store"], answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Counts_that_have_changed_are_sent_those_of_nobody_among_them()
    {
        using var user = await api.NewUserAsync();
        var none = await user.GetAsync("/clicks");
        Assert.Equal(304, (int)(await ReadAsync(user, "/clicks", none.ETag)).Status);

        await user.PostAsync("/clicks");
        var one = await ReadAsync(user, "/clicks", none.ETag);
        await user.PostAsync("/clicks", """{"action":"open"}""");
        var two = await ReadAsync(user, "/clicks", one.ETag);

        Assert.Equal((200, 1), ((int)one.Status, (int)one.Json["total"]!));
        Assert.Equal((200, 2), ((int)two.Status, (int)two.Json["total"]!));
    }

    [Fact]
    public async Task A_click_on_counts_that_were_read_is_refused_when_they_have_changed()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/clicks");
        var read = await user.GetAsync("/clicks");

        Assert.Equal(200, (int)(await user.PostAsync("/clicks", ifMatch: read.ETag)).Status);
        (await user.PostAsync("/clicks", ifMatch: read.ETag)).IsProblem(412, "precondition-failed");
    }

    [Fact]
    public async Task An_admin_who_has_a_users_counts_is_not_sent_them_again()
    {
        using var user = await api.NewUserAsync();
        var counted = await user.PostAsync("/clicks");
        using var admin = await Login.AdminAsync(api);

        Assert.Equal(304, (int)(await ReadAsync(admin.User, $"/admin/users/{user.UserId}/clicks", counted.ETag)).Status);
        Assert.Equal((await user.GetAsync("/clicks")).Text, (await ReadAsync(admin.User, $"/admin/users/{user.UserId}/clicks", "\"x\"")).Text);
    }

    [Fact]
    public async Task A_header_that_is_no_list_of_etags_is_refused()
    {
        using var user = await api.NewUserAsync();
        (await ReadAsync(user, "/clicks", "apple")).IsProblem(400, "malformed-header");
    }

    private static Task<Answer> ReadAsync(TestUser user, string path, string header) => user.SendAsync(HttpMethod.Get, path, ifNoneMatch: header);
}
