using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Admin;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Admin;

/// <summary>What an admin holds is good as long as the setting is that it was got by.</summary>
public sealed class AdminCredentialTests(ApiFixture api)
{
    private const string Find = "/admin/users?username=root";

    [Fact]
    public async Task Another_password_in_the_setting_ends_every_session_of_the_admin()
    {
        using var login = await Login.AdminAsync(api);
        await using var changed = await StartWithAsync(api, "another horse battery");
        using var there = changed.Meet(login.User);

        (await there.GetAsync(Find)).IsProblem(401, "unauthorized");
        (await there.PostAsync("/token/refresh", login.RefreshBody)).IsProblem(401, "invalid-refresh-token");
        Assert.Equal(HttpStatusCode.OK, (await login.User.GetAsync(Find)).Status);
        using var nobody = changed.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync("/login", """{"username":"root","password":"another horse battery"}""")).Status);
    }

    [Fact]
    public async Task An_admin_who_is_none_any_more_is_refused_at_once()
    {
        using var login = await Login.AdminAsync(api);
        await using var changed = await StartWithAsync(api, password: null);
        using var there = changed.Meet(login.User);

        (await there.GetAsync(Find)).IsProblem(401, "unauthorized");
        (await there.PostAsync("/token/refresh", login.RefreshBody)).IsProblem(401, "invalid-refresh-token");
    }

    [Fact]
    public async Task With_the_setting_as_it_was_a_process_that_starts_takes_what_another_gave()
    {
        using var login = await Login.AdminAsync(api);
        await using var other = await StartWithAsync(api, ApiFixture.AdminPassword);
        using var there = other.Meet(login.User);

        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync(Find)).Status);
        Assert.Equal(HttpStatusCode.OK, (await there.PostAsync("/token/refresh", login.RefreshBody)).Status);
    }

    private static Task<OtherApi> StartWithAsync(ApiFixture api, string? password) => api.StartAnotherAsync(services => services.PostConfigure<AdminOptions>(admins =>
    {
        admins.Users.Clear();
        if (password is not null)
            admins.Users["root"] = password;
    }));
}
