using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Accounts;
using OrleansState.Api.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Accounts;

public sealed class CommonPasswordTests(ApiFixture api)
{
    [Theory]
    [InlineData("password")]
    [InlineData("12345678")]
    [InlineData("PassWord123")]
    [InlineData("qwertyuiop")]
    [InlineData("trustno1")]
    public async Task One_that_is_tried_first_is_no_password_of_a_new_account(string common) =>
        (await api.PostAsync("/register", Body(Name(), common))).IsProblem(400, "invalid-field");

    [Fact]
    public async Task Nor_is_the_username_in_whatever_case()
    {
        var name = Name();
        (await api.PostAsync("/register", Body(name, name.ToUpperInvariant()))).IsProblem(400, "invalid-field");
    }

    [Fact]
    public async Task A_password_is_changed_to_none_of_them()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        foreach (var next in new[] { "sunshine1", ada.Username })
            (await login.User.PostAsync("/me/password", $$"""{"current_password":"{{ada.Password}}","new_password":"{{next}}"}""")).IsProblem(400, "invalid-field");
        (await ada.LogInAsync(api)).Dispose();
    }

    [Fact]
    public async Task Who_has_one_already_logs_in_as_before()
    {
        _ = api.BaseAddress;
        var account = new Account(Guid.NewGuid().ToString("N"), Name(), api.Services.GetRequiredService<Passwords>().Hash("password"));
        await api.Services.GetRequiredService<IClusterClient>().GetGrain<IAccountGrain>(account.Username).RegisterAsync(account);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/login", Body(account.Username, "password"))).Status);
    }

    [Fact]
    public void The_password_of_an_admin_is_none_either_and_what_is_said_does_not_repeat_it()
    {
        var result = new AdminOptionsValidator().Validate(null, new AdminOptions { Users = { ["root"] = "iloveyou2" } });
        Assert.Contains("Admin:Users:root", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("iloveyou2", result.FailureMessage, StringComparison.Ordinal);
    }

    private static string Name() => $"ada.{Guid.NewGuid():N}";

    private static string Body(string name, string password) => $$"""{"username":"{{name}}","password":"{{password}}"}""";
}
