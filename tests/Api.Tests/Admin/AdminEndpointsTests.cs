using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Admin;

public sealed class AdminEndpointsTests(ApiFixture api)
{
    [Fact]
    public async Task An_admin_sees_a_users_state_as_the_user_does()
    {
        using var user = await api.NewUserAsync();
        var cart = await user.PostAsync("/cart/add", """{"item":"apple"}""");
        await user.PostAsync("/clicks");
        using var admin = await Login.AdminAsync(api);
        Assert.Equal(cart.Text, (await admin.User.GetAsync($"/admin/users/{user.UserId}/cart")).Text);
        Assert.Equal((await user.GetAsync("/clicks")).Text, (await admin.User.GetAsync($"/admin/users/{user.UserId}/clicks")).Text);
    }

    [Fact]
    public async Task A_user_id_that_nobody_registered_answers_too()
    {
        using var admin = await Login.AdminAsync(api);
        (await admin.User.GetAsync("/admin/users/4711/clicks")).IsOk("""{"user_id":"4711","total":0,"counts":{}}""");
        Assert.Equal("", (await admin.User.GetAsync("/admin/users/4711/cart")).Lines());
    }

    [Fact]
    public async Task The_dashboard_is_for_admins()
    {
        (await api.SendAsync(HttpMethod.Get, "/dashboard/")).IsProblem(401, "unauthorized");
        using var user = await api.NewUserAsync();
        (await user.GetAsync("/dashboard/")).IsProblem(403, "forbidden");
        using var admin = await Login.AdminAsync(api);
        Assert.Equal("text/html", (await admin.User.GetAsync("/dashboard/")).MediaType);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await admin.User.GetAsync("/dashboard/DashboardCounters")).Status);
    }

    [Fact]
    public async Task The_dashboard_that_was_opened_stays_for_admins_and_out_of_the_document()
    {
        using var admin = await Login.AdminAsync(api);
        Assert.Equal("text/html", (await admin.User.GetAsync("/dashboard/")).MediaType);

        foreach (var path in new[] { "/dashboard", "/dashboard/", "/dashboard/DashboardCounters", "/dashboard/index.min.js" })
            (await api.SendAsync(HttpMethod.Get, path)).IsProblem(401, "unauthorized");
        Assert.DoesNotContain("/dashboard", (await api.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clicks")]
    [InlineData("cart")]
    public async Task Who_is_no_admin_is_forbidden_also_their_own(string what)
    {
        using var user = await api.NewUserAsync();
        var answer = await user.GetAsync($"/admin/users/{user.UserId}/{what}");
        answer.IsProblem(403, "forbidden");
        Assert.Contains("insufficient_scope", Assert.Single(answer.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clicks")]
    [InlineData("cart")]
    public async Task An_id_that_can_be_nobodys_is_refused(string what)
    {
        using var admin = await Login.AdminAsync(api);
        (await admin.User.GetAsync($"/admin/users/a%20b/{what}")).IsProblem(400, "invalid-field");
        (await admin.User.GetAsync($"/admin/users/{new string('x', 129)}/{what}")).IsProblem(400, "invalid-field");
    }
}
