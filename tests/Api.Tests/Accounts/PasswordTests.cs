using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Api.Accounts;
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

    /// <summary>As releases before the setting wrote them: 100,000 rounds.</summary>
    [Fact]
    public async Task A_hash_of_fewer_rounds_than_today_is_accepted_and_made_anew_at_the_login()
    {
        const string OldHash = "AQAAAAIAAYagAAAAEAECAwQFBgcICQoLDA0ODxD32R4DhQfgk6KzHslnKd/nN2j/RiCE0yccE5eAFLqamA==";
        await using var today = await api.StartAnotherAsync(services => services.Configure<PasswordHashingOptions>(o => o.Iterations = 100_001));
        var account = new Account(Guid.NewGuid().ToString("N"), $"old.{Guid.NewGuid():N}", OldHash);
        var grain = api.Services.GetRequiredService<IClusterClient>().GetGrain<IAccountGrain>(account.Username);
        await grain.RegisterAsync(account);
        var credentials = new Registered(account.Username, "correct horse", account.UserId).Credentials;

        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/login", credentials)).Status);
        Assert.Equal(OldHash, (await grain.FindAsync())!.PasswordHash);

        using var nobody = today.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync("/login", credentials)).Status);
        var hash = (await grain.FindAsync())!.PasswordHash;
        Assert.Equal(100_001, PasswordHashes.IterationsOf(hash));
        Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync("/login", credentials)).Status);
        Assert.Equal(hash, (await grain.FindAsync())!.PasswordHash);
    }

    /// <summary>Processor time is compared, not asserted: the least of several, and by a wide margin.</summary>
    [Fact]
    public void A_wrong_password_takes_as_long_with_an_older_hash_as_with_one_of_today()
    {
        using var threads = new HashingThreads(TimeProvider.System, 1);
        var passwords = new Passwords(threads, Options.Create(new PasswordHashingOptions { Iterations = 200_000 }));
        var old = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(new object(), "correct horse");

        Assert.True(4 * LeastTime(old) > LeastTime(passwords.Hash("correct horse")));

        TimeSpan LeastTime(string hash) => Enumerable.Range(0, 3).Min(_ =>
        {
            var begun = Stopwatch.GetTimestamp();
            passwords.Verify(hash, "wrong horse");
            return Stopwatch.GetElapsedTime(begun);
        });
    }

    [Fact]
    public void The_default_is_what_OWASP_advises_for_PBKDF2_with_HMAC_SHA512() => Assert.Equal(210_000, new PasswordHashingOptions().Iterations);
}
