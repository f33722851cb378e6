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
