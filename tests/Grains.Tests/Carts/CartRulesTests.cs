using OrleansState.Carts;
using OrleansState.Grains.Carts;

namespace OrleansState.Grains.Tests.Carts;

public sealed class CartRulesTests
{
    private const int MaxLines = 3;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CartMoment At(DateTimeOffset now) => new(now, Hour);

    private static CartState Cart(params CartLine[] lines) => new() { Lines = [.. lines], Version = 7, UpdatedAt = Noon };

    [Fact]
    public void Adding_an_item_appends_a_line_and_counts_the_version_up()
    {
        var cart = Accepted(CartRules.Add(Cart(new CartLine("apple", 1)), new CartLine("pear", 2), MaxLines, At(Noon.AddMinutes(5))));

        Assert.Equal([new CartLine("apple", 1), new CartLine("pear", 2)], cart.Lines);
        Assert.Equal(8, cart.Version);
        Assert.Equal(Noon.AddMinutes(5), cart.UpdatedAt);
    }

    [Fact]
    public void Adding_an_item_that_is_there_adds_the_quantities()
    {
        var cart = Accepted(CartRules.Add(Cart(new CartLine("apple", 1)), new CartLine("apple", 2), MaxLines, At(Noon)));

        Assert.Equal([new CartLine("apple", 3)], cart.Lines);
    }

    [Fact]
    public void Items_differ_by_case()
    {
        var cart = Accepted(CartRules.Add(Cart(new CartLine("apple", 1)), new CartLine("Apple", 1), MaxLines, At(Noon)));

        Assert.Equal(2, cart.Lines.Length);
    }

    [Fact]
    public void A_line_more_than_the_cart_may_hold_is_refused()
    {
        var full = Cart(new CartLine("a", 1), new CartLine("b", 1), new CartLine("c", 1));

        Refused(CartRefusals.CartFull, full, CartRules.Add(full, new CartLine("d", 1), MaxLines, At(Noon)));
        Refused(CartRefusals.CartFull, full, CartRules.SetQuantity(full, new CartLine("d", 1), MaxLines, At(Noon)));
        Assert.Equal(2, Accepted(CartRules.Add(full, new CartLine("c", 1), MaxLines, At(Noon))).Lines[2].Quantity);
    }

    [Fact]
    public void More_pieces_than_a_line_may_hold_are_refused()
    {
        var cart = Cart(new CartLine("apple", CartLimits.Quantity));

        Refused(CartRefusals.QuantityLimit, cart, CartRules.Add(cart, new CartLine("apple", 1), MaxLines, At(Noon)));
        Refused(CartRefusals.QuantityLimit, cart, CartRules.Add(cart, new CartLine("apple", CartLimits.Quantity), MaxLines, At(Noon)));
    }

    [Fact]
    public void Setting_a_quantity_replaces_it_and_zero_removes_the_line()
    {
        var cart = Cart(new CartLine("apple", 1), new CartLine("pear", 1));

        Assert.Equal([new CartLine("apple", 9), new CartLine("pear", 1)], Accepted(CartRules.SetQuantity(cart, new CartLine("apple", 9), MaxLines, At(Noon))).Lines);
        Assert.Equal([new CartLine("pear", 1)], Accepted(CartRules.SetQuantity(cart, new CartLine("apple", 0), MaxLines, At(Noon))).Lines);
    }

    [Fact]
    public void A_command_that_changes_nothing_costs_no_write()
    {
        var cart = Cart(new CartLine("apple", 1));

        Assert.Same(cart, CartRules.SetQuantity(cart, new CartLine("apple", 1), MaxLines, At(Noon)).State);
        Assert.Same(cart, CartRules.SetQuantity(cart, new CartLine("pear", 0), MaxLines, At(Noon)).State);
        Assert.Same(CartState.Empty, CartRules.Clear(CartState.Empty, At(Noon)).State);
        Assert.Same(cart, CartRules.Expire(cart, At(Noon)).State);
    }

    [Fact]
    public void Checking_out_hands_over_the_lines_and_empties_the_cart()
    {
        var decision = CartRules.CheckOut(Cart(new CartLine("apple", 2)), "order-1", At(Noon));

        Assert.Equal("order-1", decision.Value!.OrderId);
        Assert.Equal([new CartLine("apple", 2)], decision.Value.Lines);
        Assert.Empty(decision.State.Lines);
        Assert.Equal(8, decision.State.Version);
    }

    [Fact]
    public void An_empty_cart_can_not_be_checked_out()
    {
        var decision = CartRules.CheckOut(Cart(), "order-1", At(Noon));

        Assert.Equal(CartRefusals.CartEmpty, decision.Refusal?.Code);
        Assert.Null(decision.Value);
    }

    [Fact]
    public void A_cart_is_idle_from_its_deadline_on_and_not_a_tick_before()
    {
        var cart = Cart(new CartLine("apple", 1));

        Assert.False(CartRules.IsIdle(cart, At(Noon + Hour - TimeSpan.FromTicks(1))));
        Assert.True(CartRules.IsIdle(cart, At(Noon + Hour)));
        Assert.False(CartRules.IsIdle(Cart(), At(Noon + Hour)));
    }

    [Fact]
    public void No_command_sees_what_lay_in_an_idle_cart()
    {
        var idle = Cart(new CartLine("apple", 1));
        var late = At(Noon + Hour);

        Assert.Equal([new CartLine("pear", 1)], Accepted(CartRules.Add(idle, new CartLine("pear", 1), MaxLines, late)).Lines);
        Assert.Equal([new CartLine("apple", 2)], Accepted(CartRules.SetQuantity(idle, new CartLine("apple", 2), MaxLines, late)).Lines);
        Assert.Equal(CartRefusals.CartEmpty, CartRules.CheckOut(idle, "order-1", late).Refusal?.Code);
        Assert.Empty(Accepted(CartRules.Expire(idle, late)).Lines);
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
