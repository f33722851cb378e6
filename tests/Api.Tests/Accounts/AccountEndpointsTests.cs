using System.Net;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Accounts;

public sealed class AccountEndpointsTests(ApiFixture api)
{
    [Fact]
    public async Task A_registered_user_logs_in_and_is_who_they_registered_as()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        (await login.User.GetAsync("/profile")).IsOk($$"""{"user_id":"{{ada.UserId}}","username":"{{ada.Username}}"}""");
        Assert.Equal("apple 1", (await login.User.PostAsync("/cart/add", """{"item":"apple"}""")).Lines());
        Assert.Equal(ada.UserId, (string?)(await login.User.GetAsync("/clicks")).Json["user_id"]);
    }

    [Fact]
    public async Task A_login_answers_a_token_pair_that_no_cache_may_keep()
    {
        var ada = await Registered.CreateAsync(api);
        var answer = await api.PostAsync("/login", ada.Credentials);
        Assert.Equal(["access_token", "token_type", "expires_in", "refresh_token"], answer.Json.AsObject().Select(field => field.Key));
        Assert.Equal(("Bearer", 900), ((string?)answer.Json["token_type"], (int)answer.Json["expires_in"]!));
        Assert.Equal(["no-store"], answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task A_name_that_is_taken_in_any_case_is_refused_and_stays_its_owners()
    {
        var ada = await Registered.CreateAsync(api);
        var thief = ada with { Username = ada.Username.ToUpperInvariant(), Password = "another password" };
        (await api.PostAsync("/register", thief.Credentials)).IsProblem(409, "username-taken");
        (await api.PostAsync("/login", thief.Credentials)).IsProblem(401, "invalid-credentials");
        using var login = await (ada with { Username = ada.Username.ToUpperInvariant() }).LogInAsync(api);
        Assert.Equal(ada.UserId, (string?)(await login.User.GetAsync("/profile")).Json["user_id"]);
    }

    [Fact]
    public async Task Of_many_who_register_one_name_at_once_one_gets_it()
    {
        var name = $"race.{Guid.NewGuid():N}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync("/register", $$"""{"username":"{{name}}","password":"correct horse"}""")));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Nobody_registers_an_admins_name() =>
        (await api.PostAsync("/register", """{"username":"ROOT","password":"correct horse"}""")).IsProblem(409, "username-taken");

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_told_alike()
    {
        var ada = await Registered.CreateAsync(api);
        var wrong = await api.PostAsync("/login", (ada with { Password = "wrong horse" }).Credentials);
        var unknown = await api.PostAsync("/login", (ada with { Username = $"nobody.{Guid.NewGuid():N}" }).Credentials);
        wrong.IsProblem(401, "invalid-credentials");
        Assert.Equal((wrong.Status, wrong.Text), (unknown.Status, unknown.Text));
        Assert.Equal(["Bearer"], wrong.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("with space")]
    [InlineData("slash/name")]
    [InlineData("Ünal")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task A_name_outside_the_rules_is_refused(string username) =>
        (await api.PostAsync("/register", $$"""{"username":"{{username}}","password":"correct horse"}""")).IsProblem(400, "invalid-field");

    [Theory]
    [InlineData(7)]
    [InlineData(129)]
    public async Task A_password_outside_the_limits_is_refused(int length) =>
        (await api.PostAsync("/register", $$"""{"username":"x{{Guid.NewGuid():N}}","password":"{{new string('p', length)}}"}""")).IsProblem(400, "invalid-field");

    [Theory]
    [InlineData("GET", "/profile")]
    [InlineData("GET", "/cart")]
    [InlineData("POST", "/cart/checkout")]
    [InlineData("GET", "/clicks")]
    [InlineData("POST", "/logout")]
    [InlineData("GET", "/admin/users/1/cart")]
    public async Task Without_a_token_nothing_of_anybody_is_shown(string method, string path)
    {
        var answer = await api.SendAsync(HttpMethod.Parse(method), path);
        answer.IsProblem(401, "unauthorized");
        Assert.StartsWith("Bearer", Assert.Single(answer.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
    }
}
