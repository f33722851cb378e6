using System.Net;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Carts;

public sealed class CartEndpointsTests(ApiFixture api)
{
    [Fact]
    public async Task A_cart_never_touched_is_empty_with_version_0_and_no_times()
    {
        using var user = await api.NewUserAsync();

        var answer = await user.GetAsync("/cart");

        answer.IsOk("""{"cart":[],"version":0,"updated_at":null,"expires_at":null}""");
        Assert.Matches("^\"[^\"]+\"$", answer.ETag);
    }

    [Fact]
    public async Task Adding_answers_the_cart_and_reading_answers_the_same()
    {
        using var user = await api.NewUserAsync();

        var added = await user.PostAsync("/cart/add", """{"item":"apple","quantity":3}""");
        var read = await user.GetAsync("/cart");

        Assert.Equal("apple 3", added.Lines());
        Assert.Equal(["cart", "version", "updated_at", "expires_at"], added.Json.AsObject().Select(field => field.Key));
        Assert.Equal(["item", "quantity"], added.Json["cart"]![0]!.AsObject().Select(field => field.Key));
        Assert.Equal(1, (long)added.Json["version"]!);
        Assert.Equal(added.Text, read.Text);
        Assert.Equal(added.ETag, read.ETag);
    }

    [Fact]
    public async Task Adding_without_a_quantity_adds_one()
    {
        using var user = await api.NewUserAsync();
        Assert.Equal("apple 1", (await user.PostAsync("/cart/add", """{"item":"apple"}""")).Lines());
    }

    [Fact]
    public async Task The_user_never_comes_from_the_body_and_a_field_that_says_so_is_refused()
    {
        using var user = await api.NewUserAsync();
        using var other = await api.NewUserAsync();

        var refused = await user.PostAsync("/cart/add", $$"""{"item":"apple","user_id":"{{other.UserId}}","sub":"{{other.UserId}}"}""");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("user_id", refused.Text, StringComparison.Ordinal);
        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
        Assert.Equal("", (await other.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task Adding_the_same_item_twice_adds_the_quantities()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple","quantity":2}""");
        Assert.Equal("apple 5", (await user.PostAsync("/cart/add", """{"item":"apple","quantity":3}""")).Lines());
    }

    [Fact]
    public async Task A_quantity_can_be_set_and_0_removes_the_item()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");

        Assert.Equal("apple 1, pear 7", (await user.PutAsync("/cart/items/pear", """{"quantity":7}""")).Lines());
        Assert.Equal("apple 4, pear 7", (await user.PutAsync("/cart/items/apple", """{"quantity":4}""")).Lines());
        Assert.Equal("pear 7", (await user.PutAsync("/cart/items/apple", """{"quantity":0}""")).Lines());
    }

    [Fact]
    public async Task An_item_can_be_removed_and_removing_it_again_changes_nothing()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");

        var first = await user.DeleteAsync("/cart/items/apple");
        var second = await user.DeleteAsync("/cart/items/apple");

        Assert.Equal("", first.Lines());
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public async Task Clearing_removes_every_item()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple"}""");
        await user.PostAsync("/cart/add", """{"item":"pear"}""");

        Assert.Equal("", (await user.DeleteAsync("/cart")).Lines());
        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task Checkout_answers_the_order_and_leaves_the_cart_empty()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple","quantity":2}""");

        var order = await user.PostAsync("/cart/checkout");

        var id = (string)order.Json["order_id"]!;
        order.IsOk($$"""{"order_id":"{{id}}","lines":[{"item":"apple","quantity":2}]}""");
        Assert.InRange(id.Length, 1, 32);
        Assert.Equal("", (await user.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_found_through_the_cart_by_its_owner_alone()
    {
        using var user = await api.NewUserAsync();
        using var other = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple","quantity":2}""");
        await user.PostAsync("/cart/checkout");

        var id = (string?)(await user.GetAsync("/cart")).Json["last_order_id"];

        (await user.GetAsync($"/cart/orders/{id}")).IsOk($$"""{"order_id":"{{id}}","lines":[{"item":"apple","quantity":2}]}""");
        (await other.GetAsync($"/cart/orders/{id}")).IsProblem(404, "not-found");
        (await user.GetAsync("/cart/orders/none")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Checking_out_an_empty_cart_is_refused()
    {
        using var user = await api.NewUserAsync();
        (await user.PostAsync("/cart/checkout")).IsProblem(409, "cart-empty");
    }

    [Fact]
    public async Task More_pieces_than_a_line_may_hold_are_refused_and_change_nothing()
    {
        using var user = await api.NewUserAsync();
        await user.PostAsync("/cart/add", """{"item":"apple","quantity":1000000}""");

        (await user.PostAsync("/cart/add", """{"item":"apple"}""")).IsProblem(409, "quantity-limit");

        Assert.Equal("apple 1000000", (await user.GetAsync("/cart")).Lines());
    }

    [Fact]
    public async Task More_items_than_a_cart_may_hold_are_refused()
    {
        using var user = await api.NewUserAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => user.PostAsync("/cart/add", $$"""{"item":"item {{i}}"}""")));

        (await user.PostAsync("/cart/add", """{"item":"one more"}""")).IsProblem(409, "cart-full");
        (await user.PutAsync("/cart/items/another", """{"quantity":1}""")).IsProblem(409, "cart-full");
    }

    [Fact]
    public async Task Two_hundred_concurrent_adds_by_32_clients_lose_none()
    {
        using var user = await api.NewUserAsync();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) => Assert.StartsWith("apple ", (await user.PostAsync("/cart/add", """{"item":"apple"}""")).Lines(), StringComparison.Ordinal));

        var cart = await user.GetAsync("/cart");
        Assert.Equal("apple 200", cart.Lines());
        Assert.Equal(200, (long)cart.Json["version"]!);
    }

    [Fact]
    public async Task Two_users_never_see_each_others_carts()
    {
        using var alice = await api.NewUserAsync();
        using var bob = await api.NewUserAsync();
        await alice.PostAsync("/cart/add", """{"item":"apple"}""");
        await bob.PostAsync("/cart/add", """{"item":"pear"}""");

        await bob.DeleteAsync("/cart/items/apple");

        Assert.Equal("apple 1", (await alice.GetAsync("/cart")).Lines());
        Assert.Equal("pear 1", (await bob.GetAsync("/cart")).Lines());
    }
}
