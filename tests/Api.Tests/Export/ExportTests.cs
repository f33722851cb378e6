using System.Text.Json.Nodes;
using OrleansState.Api.Tests.Harness;

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
}
