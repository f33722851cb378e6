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

    private async Task<Login> LogInAsync() => await (await Registered.CreateAsync(api)).LogInAsync(api);
}
