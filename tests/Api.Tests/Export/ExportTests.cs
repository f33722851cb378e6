using System.Text.Json.Nodes;
using OrleansState.Api.Tests.Harness;
using OrleansState.Carts;

namespace OrleansState.Api.Tests.Export;

public sealed class ExportTests(ApiFixture api)
{
    [Fact]
    public async Task An_export_holds_all_state_of_the_caller_and_no_secret()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        var cart = await login.User.PostAsync("/cart/add", """{"item":"apple"}""");
        await login.User.PostAsync("/clicks");
        var order = await login.User.PostAsync("/cart/checkout");
        cart = await login.User.GetAsync("/cart");

        var export = (await login.User.GetAsync("/me/export")).Json;

        Assert.Equal((ada.UserId, ada.Username), ((string)export["user_id"]!, (string)export["username"]!));
        Assert.NotNull(export["registered_at"]);
        Assert.True(JsonNode.DeepEquals(cart.Json, export["cart"]), export.ToJsonString());
        Assert.True(JsonNode.DeepEquals(order.Json, Assert.Single(export["orders"]!.AsArray())), export.ToJsonString());
        Assert.Equal(1, (long)export["clicks"]!["counts"]!["click"]!);
        Assert.Single(export["sessions"]!.AsArray());
        Assert.DoesNotContain("hash", export.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(login.RefreshToken.Split('.')[2], export.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_holds_the_carts_that_are_kept_for_answers_given_again()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        // More keys than a record keeps, so that some have left it.
        for (var i = 1; i <= 20; i++)
            Assert.Equal(System.Net.HttpStatusCode.OK, (await login.User.SendAsync(HttpMethod.Post, "/cart/add", $$"""{"item":"item-{{i}}"}""", key: Guid.NewGuid().ToString())).Status);
        await login.User.PostAsync("/cart/checkout");
        for (var i = 0; i < CartLimits.Orders; i++)
        {
            await login.User.PostAsync("/cart/add", """{"item":"later"}""");
            await login.User.PostAsync("/cart/checkout");
        }

        var export = (await login.User.GetAsync("/me/export")).Json;

        Assert.DoesNotContain("item-", export["orders"]!.ToJsonString(), StringComparison.Ordinal);
        var versions = export["earlier_carts"]!.AsArray().ToDictionary(cart => (int)cart!["version"]!, cart => cart!["cart"]!.AsArray());
        Assert.All(Enumerable.Range(1, 20), version => Assert.Equal(version, versions[version].Count));
        Assert.Equal("item-20", (string?)versions[20][19]!["item"]);
    }

    [Fact]
    public async Task An_export_holds_what_the_user_did_as_a_guest()
    {
        var ada = await Registered.CreateAsync(api);
        using var guest = await Guests.GuestTests.GuestAsync(api);
        await guest.User.PostAsync("/clicks", """{"action":"look"}""");
        await guest.User.PostAsync("/cart/add", """{"item":"pear"}""");
        var order = await guest.User.PostAsync("/cart/checkout");
        var id = (string)(await guest.User.GetAsync("/clicks")).Json["user_id"]!;
        using var login = Login.Of(api, ada.UserId, await guest.User.PostAsync("/login", ada.Credentials));

        var known = Assert.Single((await login.User.GetAsync("/me/export")).Json["guests"]!.AsArray())!;

        Assert.Equal(id, (string?)known["user_id"]);
        Assert.Equal(1, (int)known["clicks"]!["counts"]!["look"]!);
        Assert.True(JsonNode.DeepEquals(order.Json, Assert.Single(known["orders"]!.AsArray())), known.ToJsonString());
    }
}
