using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;
using OrleansState.Clicks;

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
    public async Task A_user_id_that_nobody_registered_answers_once_anything_was_counted_for_it()
    {
        using var admin = await Login.AdminAsync(api);
        var id = $"{Guid.NewGuid():N}";
        (await admin.User.GetAsync($"/admin/users/{id}/clicks")).IsProblem(404, "not-found");
        (await admin.User.GetAsync($"/admin/users/{id}/cart")).IsProblem(404, "not-found");

        await api.Services.GetRequiredService<IClusterClient>().GetGrain<IClickCounterGrain>(id).IncrementAsync("click");

        (await admin.User.GetAsync($"/admin/users/{id}/clicks")).IsOk($$$"""{"user_id":"{{{id}}}","total":1,"counts":{"click":1}}""");
        Assert.Equal("", (await admin.User.GetAsync($"/admin/users/{id}/cart")).Lines());
    }

    [Fact]
    public async Task An_admin_finds_the_id_of_a_username_and_sees_the_user_before_the_first_login()
    {
        using var admin = await Login.AdminAsync(api);
        var ada = await Registered.CreateAsync(api);

        (await admin.User.GetAsync($"/admin/users?username={ada.Username.ToUpperInvariant()}")).IsOk($$"""{"user_id":"{{ada.UserId}}","username":"{{ada.Username}}"}""");
        (await admin.User.GetAsync("/admin/users?username=root")).IsOk("""{"user_id":"admin:root","username":"root"}""");

        (await admin.User.GetAsync($"/admin/users/{ada.UserId}/clicks")).IsOk($$$"""{"user_id":"{{{ada.UserId}}}","total":0,"counts":{}}""");
        Assert.Equal("", (await admin.User.GetAsync($"/admin/users/{ada.UserId}/cart")).Lines());
        Assert.Equal("", (await admin.User.GetAsync("/admin/users/admin:root/cart")).Lines());
        (await admin.User.GetAsync($"/admin/users/{ada.Username}/cart")).IsProblem(404, "not-found");
    }

    [Theory]
    [InlineData("?username=nobody.at.all", 404, "not-found")]
    [InlineData("", 400, "invalid-field")]
    [InlineData("?username=", 400, "invalid-field")]
    [InlineData("?username=a%20b", 400, "invalid-field")]
    [InlineData("?username=ada&username=bob", 400, "invalid-field")]
    public async Task A_username_that_is_nobodys_or_none_finds_nobody(string query, int status, string code)
    {
        using var admin = await Login.AdminAsync(api);
        (await admin.User.GetAsync("/admin/users" + query)).IsProblem(status, code);
        using var user = await api.NewUserAsync();
        (await user.GetAsync("/admin/users" + query)).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_guest_is_known_and_an_erased_user_is_not()
    {
        using var admin = await Login.AdminAsync(api);
        using var guest = await Guests.GuestTests.GuestAsync(api);
        var id = (string)(await guest.User.GetAsync("/profile")).Json["user_id"]!;
        Assert.Equal("", (await admin.User.GetAsync($"/admin/users/{id}/cart")).Lines());

        await guest.User.DeleteAsync("/me");

        (await admin.User.GetAsync($"/admin/users/{id}/cart")).IsProblem(404, "not-found");
        (await admin.User.GetAsync($"/admin/users/{id}/clicks")).IsProblem(404, "not-found");
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
