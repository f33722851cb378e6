using System.Globalization;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Lockouts;

/// <summary>On a cluster of their own, because they move its clock and its addresses fail.</summary>
public sealed class LockoutTests
{
    [Fact]
    public async Task After_five_failures_even_the_right_password_waits_and_longer_after_each()
    {
        await using var api = await StartAsync();
        var ada = await Registered.CreateAsync(api);
        for (var i = 0; i < 5; i++)
            (await FailAsync(api, ada)).IsProblem(401, "invalid-credentials");

        Assert.Equal(1, WaitOf(await api.PostAsync("/login", ada.Credentials)));
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        (await FailAsync(api, ada)).IsProblem(401, "invalid-credentials");
        Assert.Equal(2, WaitOf(await api.PostAsync("/login", ada.Credentials)));
        api.Clock.Advance(TimeSpan.FromSeconds(2));

        (await ada.LogInAsync(api)).Dispose();
        (await FailAsync(api, ada)).IsProblem(401, "invalid-credentials");
        (await ada.LogInAsync(api)).Dispose();
    }

    [Fact]
    public async Task A_thousand_logins_at_once_get_five_looks_and_an_unknown_name_is_told_the_same()
    {
        await using var api = await StartAsync("--Lockout:AttemptsPerAddress=100000");
        var ada = await Registered.CreateAsync(api);
        var known = await FloodAsync(api, ada, 1000);
        var unknown = await FloodAsync(api, ada with { Username = "nobody" }, 50);
        Assert.Equal((5, 995), (known.Count(a => (int)a.Status == 401), known.Count(a => (int)a.Status == 429)));
        Assert.Equal((5, 45), (unknown.Count(a => (int)a.Status == 401), unknown.Count(a => (int)a.Status == 429)));
        Assert.Equal(known.Select(a => a.Text).Distinct().Order(), unknown.Select(a => a.Text).Distinct().Order());
    }

    [Fact]
    public async Task An_address_that_fails_with_many_names_waits_too()
    {
        await using var api = await StartAsync("--Lockout:AttemptsPerAddress=3");
        var ada = await Registered.CreateAsync(api);
        for (var i = 0; i < 3; i++)
            (await FailAsync(api, ada with { Username = $"name{i}" })).IsProblem(401, "invalid-credentials");
        WaitOf(await api.PostAsync("/login", ada.Credentials));
    }

    [Fact]
    public async Task An_address_is_let_in_again_when_its_failures_lie_further_back_than_the_window()
    {
        await using var api = await StartAsync("--Lockout:AttemptsPerAddress=3", "--Lockout:Window=00:10:00");
        var ada = await Registered.CreateAsync(api);
        for (var i = 0; i < 6; i++)
        {
            (await FailAsync(api, ada with { Username = $"name{i}" })).IsProblem(401, "invalid-credentials");
            (await ada.LogInAsync(api)).Dispose();
            api.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        for (var i = 0; i < 2; i++)
            (await FailAsync(api, ada with { Username = $"other{i}" })).IsProblem(401, "invalid-credentials");
        Assert.InRange(WaitOf(await api.PostAsync("/login", ada.Credentials)), 1, 11 * 60);

        api.Clock.Advance(TimeSpan.FromMinutes(11));
        (await ada.LogInAsync(api)).Dispose();
    }

    [Fact]
    public async Task Who_has_logged_in_on_a_device_is_not_locked_out_there_by_what_strangers_fail_at()
    {
        await using var api = await StartAsync("--Lockout:AttemptsPerAddress=8");
        var ada = await Registered.CreateAsync(api);
        using var device = new TestUser(api.BaseAddress, ada.UserId, token: null);
        var first = await device.PostAsync("/login", ada.Credentials);
        var cookie = Assert.Single(first.Headers["Set-Cookie"]);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        for (var i = 0; i < 5; i++)
            (await FailAsync(api, ada)).IsProblem(401, "invalid-credentials");
        WaitOf(await api.PostAsync("/login", ada.Credentials));
        for (var i = 0; i < 3; i++)
            (await FailAsync(api, ada with { Username = $"name{i}" })).IsProblem(401, "invalid-credentials");

        using var again = Login.Of(api, ada.UserId, await device.PostAsync("/login", ada.Credentials));
        Assert.Equal(204, (int)(await again.User.PostAsync("/me/password", """{"current_password":"correct horse","new_password":"battery staple"}""")).Status);
        WaitOf(await api.PostAsync("/login", (ada with { Password = "battery staple" }).Credentials));
    }

    [Fact]
    public async Task A_device_that_fails_waits_itself_and_is_known_for_the_name_alone_that_logged_in_on_it()
    {
        await using var api = await StartAsync();
        var (ada, bob) = (await Registered.CreateAsync(api), await Registered.CreateAsync(api));
        using var device = new TestUser(api.BaseAddress, ada.UserId, token: null);
        Assert.Equal(200, (int)(await device.PostAsync("/login", ada.Credentials)).Status);
        for (var i = 0; i < 5; i++)
        {
            (await device.PostAsync("/login", (ada with { Password = "wrong horse" }).Credentials)).IsProblem(401, "invalid-credentials");
            (await device.PostAsync("/login", (bob with { Password = "wrong horse" }).Credentials)).IsProblem(401, "invalid-credentials");
        }

        WaitOf(await device.PostAsync("/login", ada.Credentials));
        (await ada.LogInAsync(api)).Dispose();
        WaitOf(await device.PostAsync("/login", bob.Credentials));
        WaitOf(await api.PostAsync("/login", bob.Credentials));
    }

    private static async Task<ApiFixture> StartAsync(params string[] settings)
    {
        var api = new ApiFixture(settings);
        await api.InitializeAsync();
        return api;
    }

    private static Task<Answer> FailAsync(ApiFixture api, Registered account) =>
        api.PostAsync("/login", (account with { Password = "wrong horse" }).Credentials);

    private static async Task<Answer[]> FloodAsync(ApiFixture api, Registered account, int logins)
    {
        using var client = new TestUser(api.BaseAddress, "", token: null);
        var credentials = (account with { Password = "wrong horse" }).Credentials;
        return await Task.WhenAll(Enumerable.Range(0, logins).Select(_ => client.PostAsync("/login", credentials)));
    }

    private static int WaitOf(Answer answer)
    {
        answer.IsProblem(429, "too-many-attempts");
        return int.Parse(Assert.Single(answer.Headers["Retry-After"]), CultureInfo.InvariantCulture);
    }
}
