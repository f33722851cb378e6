using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace Shop;

/// <summary>What a program does with the client that NSwag makes: each type is written out, so that another one does not compile.</summary>
public static class Customer
{
    private const string Password = "violet teapot harbour";

    public static async Task ShopAsync(HttpClient http, string username)
    {
        var client = new ShopClient(http);
        RegisterResponseOf(await client.RegisterAsync(new RegistrationRequest { Username = username, Password = Password }));
        TokenPairResponse pair = await client.LogInAsync(new CredentialsRequest { Username = username, Password = Password });
        int seconds = pair.Expires_in;
        Require(seconds > 0, "expires_in");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(pair.Token_type, pair.Access_token);

        CartResponse cart = await client.AddToCartAsync(new AddItemRequest { Item = "apple", Quantity = 2 }, idempotency_Key: "one");
        CartLine line = cart.Cart.Single();
        (string item, int quantity, long version) = (line.Item, line.Quantity, cart.Version);
        DateTimeOffset? changed = cart.Updated_at;
        Require((item, quantity, version) == ("apple", 2, 1) && changed is not null && cart.Last_order_id is null, "the cart");

        ClickResponse click = await client.CountClickAsync(body: new ClickRequest());
        long count = click.Count;
        Require(click.Action == "click" && count == 1, "the click");
        OrderResponse order = await client.CheckOutAsync();
        Require(order.Lines.Single().Quantity == 2, "the order");
        ExportResponse export = await client.ExportMeAsync();
        long total = export.Clicks.Counts["click"];
        Require(total == 1 && export.Registered_at is not null && export.Sessions.Single().Current, "the export");
        await RefusedAsync(client);
    }

    private static async Task RefusedAsync(ShopClient client)
    {
        try
        {
            await client.CheckOutAsync();
        }
        catch (ApiException<Problem> refused)
        {
            Require(refused is { StatusCode: 409, Result.Type: "urn:orleansstate:problem:cart-empty" }, "the refusal");
            return;
        }

        throw new InvalidOperationException("An empty cart was checked out.");
    }

    private static void RegisterResponseOf(RegisteredResponse registered) => Require(registered.User_id.Length > 0, "user_id");

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It is not as it should be: {what}.");
    }
}
