using System.Net;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Sessions;

public sealed class SessionEndpointsTests(ApiFixture api)
{
    [Fact]
    public async Task A_refresh_token_is_traded_for_a_new_pair_that_works()
    {
        using var login = await LogInAsync();
        using var next = Login.Of(api, login.User.UserId, await login.RefreshAsync(api));
        Assert.NotEqual(login.RefreshToken, next.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, (await next.User.GetAsync("/profile")).Status);
        Login.Of(api, login.User.UserId, await next.RefreshAsync(api)).Dispose();
    }

    [Fact]
    public async Task After_logout_neither_profile_nor_refresh_answers()
    {
        using var login = await LogInAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await login.User.PostAsync("/logout")).Status);
        var profile = await login.User.GetAsync("/profile");
        profile.IsProblem(401, "unauthorized");
        Assert.Contains("invalid_token", Assert.Single(profile.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
        (await login.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("")]
    public async Task What_is_no_refresh_token_is_refused(string token) =>
        (await api.PostAsync("/token/refresh", $$"""{"refresh_token":"{{token}}"}""")).IsProblem(401, "invalid-refresh-token");

    [Fact]
    public async Task A_used_token_again_ends_the_session_for_both_who_hold_one()
    {
        using var login = await LogInAsync();
        using var next = Login.Of(api, login.User.UserId, await login.RefreshAsync(api));

        (await login.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");

        (await next.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        (await next.User.GetAsync("/profile")).IsProblem(401, "unauthorized");
    }

    [Fact]
    public async Task Of_many_replays_at_once_one_wins()
    {
        using var login = await LogInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => login.RefreshAsync(api)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(a => a.Status == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_client_may_send_its_own_refresh_again_under_its_key_and_goes_on_with_the_last_answer()
    {
        using var login = await LogInAsync();
        var lost = await RefreshAsync(login, "k");

        using var retried = Login.Of(api, login.User.UserId, await RefreshAsync(login, "k"));

        Login.Of(api, login.User.UserId, await retried.RefreshAsync(api)).Dispose();
        Assert.Equal(HttpStatusCode.OK, lost.Status);
    }

    [Fact]
    public async Task A_used_token_under_another_key_is_a_theft()
    {
        using var login = await LogInAsync();
        using var next = Login.Of(api, login.User.UserId, await RefreshAsync(login, "k"));
        (await RefreshAsync(login, "another")).IsProblem(401, "invalid-refresh-token");
        (await next.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one()
    {
        var ada = await Registered.CreateAsync(api);
        using var first = await ada.LogInAsync(api);
        using var second = await ada.LogInAsync(api);
        var listed = (await second.User.GetAsync("/me/sessions")).Json["sessions"]!.AsArray();
        Assert.Equal([false, true], listed.Select(s => (bool)s!["current"]!));

        Assert.Equal(HttpStatusCode.NoContent, (await second.User.DeleteAsync($"/me/sessions/{listed[0]!["session_id"]}")).Status);

        (await first.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        (await first.User.GetAsync("/cart")).IsProblem(401, "unauthorized");
        Assert.Single((await second.User.GetAsync("/me/sessions")).Json["sessions"]!.AsArray());
    }

    [Fact]
    public async Task All_sessions_can_be_ended_at_once()
    {
        var ada = await Registered.CreateAsync(api);
        using var first = await ada.LogInAsync(api);
        using var second = await ada.LogInAsync(api);
        Assert.Equal(HttpStatusCode.NoContent, (await second.User.DeleteAsync("/me/sessions")).Status);
        foreach (var login in new[] { first, second })
        {
            (await login.User.GetAsync("/cart")).IsProblem(401, "unauthorized");
            (await login.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        }
    }

    [Fact]
    public async Task Nobody_ends_another_users_session()
    {
        using var ada = await LogInAsync();
        using var bob = await LogInAsync();
        var adas = (string)(await ada.User.GetAsync("/me/sessions")).Json["sessions"]![0]!["session_id"]!;
        await bob.User.DeleteAsync($"/me/sessions/{adas}");
        Assert.Equal(HttpStatusCode.OK, (await ada.User.GetAsync("/profile")).Status);
    }

    private static Task<Answer> RefreshAsync(Login login, string key) =>
        login.User.SendAsync(HttpMethod.Post, "/token/refresh", login.RefreshBody, key: key);

    private async Task<Login> LogInAsync() => await (await Registered.CreateAsync(api)).LogInAsync(api);
}
