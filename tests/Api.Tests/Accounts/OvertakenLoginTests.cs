using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Accounts;
using OrleansState.Api.Carts;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Accounts;

/// <summary>What happens to the account between a login's look at the password and what follows from it.</summary>
public sealed class OvertakenLoginTests(ApiFixture api)
{
    [Fact]
    public async Task A_login_by_the_password_before_gets_no_session()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        var seen = await FindAsync(ada);

        await login.User.PostAsync("/me/password", """{"current_password":"correct horse","new_password":"battery staple"}""");

        Assert.Null(await api.Services.GetRequiredService<SessionTokens>().TryOpenAsync(seen));
        Assert.Single((await login.User.GetAsync("/me/sessions")).Json["sessions"]!.AsArray());
    }

    [Fact]
    public async Task A_login_by_an_account_that_is_erased_meanwhile_gets_no_session()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        var seen = await FindAsync(ada);

        await login.User.DeleteAsync("/me");

        Assert.Null(await api.Services.GetRequiredService<SessionTokens>().TryOpenAsync(seen));
    }

    [Fact]
    public async Task A_guest_keeps_the_cart_where_the_account_it_was_given_to_is_erased_meanwhile()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        using var guest = await Guests.GuestTests.GuestAsync(api);
        await guest.User.PostAsync("/cart/add", """{"item":"apple"}""");
        var guestId = (string)(await guest.User.GetAsync("/profile")).Json["user_id"]!;
        await login.User.DeleteAsync("/me");

        Assert.False(await api.Services.GetRequiredService<GuestCarts>().TryMergeAsync(guestId, ada.UserId));

        Assert.Equal("apple 2", (await guest.User.PostAsync("/cart/add", """{"item":"apple"}""")).Lines());
    }

    [Fact]
    public async Task A_change_of_password_sent_again_with_the_same_words_is_answered_as_the_first_was()
    {
        const string Change = """{"current_password":"correct horse","new_password":"battery staple"}""";
        var ada = await Registered.CreateAsync(api);
        using var here = await ada.LogInAsync(api);
        Assert.Equal(HttpStatusCode.NoContent, (await here.User.PostAsync("/me/password", Change)).Status);
        using var other = await (ada with { Password = "battery staple" }).LogInAsync(api);

        Assert.Equal(HttpStatusCode.NoContent, (await here.User.PostAsync("/me/password", Change)).Status);

        Assert.Equal(HttpStatusCode.OK, (await other.User.GetAsync("/profile")).Status);
        (await other.User.PostAsync("/me/password", Change)).IsProblem(401, "invalid-credentials");
    }

    private async Task<Account> FindAsync(Registered ada) =>
        (await api.Services.GetRequiredService<IClusterClient>().GetGrain<IAccountGrain>(ada.Username).FindAsync())!;
}
