using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Accounts;

public sealed class PasswordTests(ApiFixture api)
{
    private const string Change = """{"current_password":"correct horse","new_password":"battery staple"}""";

    [Fact]
    public async Task A_changed_password_counts_from_then_on_and_ends_the_other_sessions()
    {
        var ada = await Registered.CreateAsync(api);
        using var other = await ada.LogInAsync(api);
        using var here = await ada.LogInAsync(api);

        Assert.Equal(HttpStatusCode.NoContent, (await here.User.PostAsync("/me/password", Change)).Status);

        (await other.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        Assert.Equal(HttpStatusCode.OK, (await here.User.GetAsync("/profile")).Status);
        (await api.PostAsync("/login", ada.Credentials)).IsProblem(401, "invalid-credentials");
        (await (ada with { Password = "battery staple" }).LogInAsync(api)).Dispose();
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        (await login.User.PostAsync("/me/password", """{"current_password":"wrong horse","new_password":"battery staple"}""")).IsProblem(401, "invalid-credentials");
        (await ada.LogInAsync(api)).Dispose();
    }

    [Fact]
    public async Task A_guest_and_an_admin_have_no_password_to_change_here()
    {
        using var guest = await Guests.GuestTests.GuestAsync(api);
        (await guest.User.PostAsync("/me/password", Change)).IsProblem(403, "forbidden");
        using var admin = await Login.AdminAsync(api);
        (await admin.User.PostAsync("/me/password", Change)).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_hash_of_weaker_parameters_is_made_anew_at_the_login()
    {
        _ = api.BaseAddress;
        var weak = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })).HashPassword(new object(), "correct horse");
        var account = new Account(Guid.NewGuid().ToString("N"), $"old.{Guid.NewGuid():N}", weak);
        var grain = api.Services.GetRequiredService<IClusterClient>().GetGrain<IAccountGrain>(account.Username);
        await grain.RegisterAsync(account);

        (await new Registered(account.Username, "correct horse", account.UserId).LogInAsync(api)).Dispose();

        var hash = (await grain.FindAsync())!.PasswordHash;
        Assert.NotEqual(weak, hash);
        Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<object>().VerifyHashedPassword(new object(), hash, "correct horse"));
    }
}
