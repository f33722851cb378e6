using OrleansState.Carts;
using OrleansState.Grains.Carts;

namespace OrleansState.Grains.Tests.Carts;

public sealed class CartRulesTests
{
    private const int MaxLines = 3;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CartState Cart(params CartLine[] lines) => new() { Lines = [.. lines], Version = 7, UpdatedAt = Noon };

    [Fact]
    public void Adding_an_item_appends_a_line_and_counts_the_version_up()
    {
        var cart = Accepted(CartRules.Add(Cart(new CartLine("apple", 1)), new CartLine("pear", 2), MaxLines, Noon.AddMinutes(5)));

        Assert.Equal([new CartLine("apple", 1), new CartLine("pear", 2)], cart.Lines);
        Assert.Equal(8, cart.Version);
        Assert.Equal(Noon.AddMinutes(5), cart.UpdatedAt);
    }

    [Fact]
    public void Adding_an_item_that_is_there_adds_the_quantities()
    {
        var cart = Accepted(CartRules.Add(Cart(new CartLine("apple", 1)), new CartLine("apple", 2), MaxLines, Noon));

        Assert.Equal([new CartLine("apple", 3)], cart.Lines);
    }

    [Fact]
    public void Items_differ_by_case()
    {
        var cart = Accepted(CartRules.Add(Cart(new CartLine("apple", 1)), new CartLine("Apple", 1), MaxLines, Noon));

        Assert.Equal(2, cart.Lines.Length);
    }

    [Fact]
    public void A_line_more_than_the_cart_may_hold_is_refused()
    {
        var full = Cart(new CartLine("a", 1), new CartLine("b", 1), new CartLine("c", 1));

        Refused(CartRefusals.CartFull, full, CartRules.Add(full, new CartLine("d", 1), MaxLines, Noon));
        Refused(CartRefusals.CartFull, full, CartRules.SetQuantity(full, new CartLine("d", 1), MaxLines, Noon));
        Assert.Equal(2, Accepted(CartRules.Add(full, new CartLine("c", 1), MaxLines, Noon)).Lines[2].Quantity);
    }

    [Fact]
    public void More_pieces_than_a_line_may_hold_are_refused()
    {
        var cart = Cart(new CartLine("apple", CartLimits.Quantity));

        Refused(CartRefusals.QuantityLimit, cart, CartRules.Add(cart, new CartLine("apple", 1), MaxLines, Noon));
        Refused(CartRefusals.QuantityLimit, cart, CartRules.Add(cart, new CartLine("apple", CartLimits.Quantity), MaxLines, Noon));
    }

    [Fact]
    public void Setting_a_quantity_replaces_it_and_zero_removes_the_line()
    {
        var cart = Cart(new CartLine("apple", 1), new CartLine("pear", 1));

        Assert.Equal([new CartLine("apple", 9), new CartLine("pear", 1)], Accepted(CartRules.SetQuantity(cart, new CartLine("apple", 9), MaxLines, Noon)).Lines);
        Assert.Equal([new CartLine("pear", 1)], Accepted(CartRules.SetQuantity(cart, new CartLine("apple", 0), MaxLines, Noon)).Lines);
    }

    [Fact]
    public void A_command_that_changes_nothing_costs_no_write()
    {
        var cart = Cart(new CartLine("apple", 1));

        Assert.Same(cart, CartRules.SetQuantity(cart, new CartLine("apple", 1), MaxLines, Noon).State);
        Assert.Same(cart, CartRules.SetQuantity(cart, new CartLine("pear", 0), MaxLines, Noon).State);
        Assert.Same(CartState.Empty, CartRules.Clear(CartState.Empty, Noon).State);
    }

    [Fact]
    public void Checking_out_hands_over_the_lines_and_empties_the_cart()
    {
        var decision = CartRules.CheckOut(Cart(new CartLine("apple", 2)), "order-1", Noon);

        Assert.Equal("order-1", decision.Value!.OrderId);
        Assert.Equal([new CartLine("apple", 2)], decision.Value.Lines);
        Assert.Empty(decision.State.Lines);
        Assert.Equal(8, decision.State.Version);
    }

    [Fact]
    public void An_empty_cart_can_not_be_checked_out()
    {
        var decision = CartRules.CheckOut(Cart(), "order-1", Noon);

        Assert.Equal(CartRefusals.CartEmpty, decision.Refusal?.Code);
        Assert.Null(decision.Value);
    }

    [Fact]
    public void A_cart_with_lines_has_a_deadline_and_an_empty_one_has_none()
    {
        Assert.Equal(Noon + Hour, CartRules.ExpiresAt(Cart(new CartLine("apple", 1)), Hour));
        Assert.Null(CartRules.ExpiresAt(Cart(), Hour));
    }

    [Fact]
    public void An_idle_cart_loses_its_lines_and_keeps_its_orders()
    {
        var idle = Cart(new CartLine("apple", 1)) with { Orders = [new Order("order-1", [])] };

        var expired = Accepted(CartRules.Expire(idle, Noon + Hour));

        Assert.Empty(expired.Lines);
        Assert.Equal(["order-1"], expired.Orders.Select(o => o.OrderId));
        Assert.Equal((8, Noon + Hour), (expired.Version, expired.UpdatedAt));
        Assert.Null(CartRules.ExpiresAt(expired, Hour));
    }

    private static CartState Accepted(Decision<CartState, CartState> decision)
    {
        Assert.Null(decision.Refusal);
        Assert.Same(decision.State, decision.Value);
        return decision.State;
    }

    private static void Refused(string code, CartState before, Decision<CartState, CartState> decision)
    {
        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Same(before, decision.State);
        Assert.Null(decision.Value);
    }
}
