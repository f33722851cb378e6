using System.Text;
using System.Text.Json;
using OrleansState.Carts;
using OrleansState.Events;
using OrleansState.Grains.Carts;
using OrleansState.TestServers.Events;

namespace OrleansState.Grains.Tests.Events;

/// <summary>What the rules of carts tell, as consumers get it.</summary>
public sealed class CartEventTests
{
    private const int MaxLines = 3;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CartLine Apple = new("apple", 2);

    [Fact]
    public void A_checkout_tells_the_order_and_the_empty_cart() => AssertTells(
        ChangeEvents.CartCheckedOut, """{"order_id":"o1","lines":[{"item":"apple","quantity":2}],"cart":{"lines":[],"version":8}}""",
        CartRules.CheckOut(Cart(Apple), "o1", Noon));

    [Fact]
    public void An_expiry_tells_the_lines_that_were_lost() => AssertTells(
        ChangeEvents.CartExpired, """{"lines":[{"item":"apple","quantity":2}],"cart":{"lines":[],"version":8}}""", CartRules.Expire(Cart(Apple), Noon));

    [Fact]
    public void Clearing_tells_the_lines_that_were_thrown_away() => AssertTells(
        ChangeEvents.CartCleared, """{"lines":[{"item":"apple","quantity":2}],"cart":{"lines":[],"version":8}}""", CartRules.Clear(Cart(Apple), Noon));

    [Fact]
    public void A_merge_tells_from_which_guest_what_came_and_the_cart_after_it() => AssertTells(
        ChangeEvents.CartMerged,
        """{"guest":"guest:1","lines":[{"item":"apple","quantity":5},{"item":"pear","quantity":1}],"cart":{"lines":[{"item":"apple","quantity":5},{"item":"pear","quantity":1}],"version":8}}""",
        GuestCartMerge.Merge(Cart(Apple), "guest:1", [new("apple", 5), new("pear", 1)], MaxLines, Noon));

    [Fact]
    public void What_changes_one_line_or_nothing_tells_nothing()
    {
        AssertTellsNothing(CartRules.Add(Cart(), Apple, MaxLines, Noon));
        AssertTellsNothing(CartRules.SetQuantity(Cart(Apple), Apple with { Quantity = 0 }, MaxLines, Noon));
        AssertTellsNothing(CartRules.Clear(Cart(), Noon));
        AssertTellsNothing(CartRules.CheckOut(Cart(), "o1", Noon));
        AssertTellsNothing(GuestCartMerge.Merge(Cart(Apple), "guest:1", [Apple], MaxLines, Noon));
        AssertTellsNothing(GuestCartMerge.Merge(Cart(Apple) with { Guests = ["guest:1"] }, "guest:1", [new("pear", 1)], MaxLines, Noon));
    }

    [Fact]
    public void The_lines_of_a_guest_that_went_over_to_an_account_are_not_told_as_lost()
    {
        var given = GuestCartMerge.Close(Cart(Apple), "ada", Noon).State;

        AssertTellsNothing(CartRules.Expire(given, Noon));
        AssertTellsNothing(GuestCartMerge.Release(given, Noon));
    }

    [Fact]
    public void The_largest_cart_there_can_be_is_told()
    {
        var item = string.Concat(Enumerable.Repeat("\U0001F34E", CartLimits.ItemLength / 2 - 2));
        CartLine[] lines = [.. Enumerable.Range(0, 1_000).Select(i => new CartLine($"{item}{i:0000}", CartLimits.Quantity))];

        var told = Assert.Single(GuestCartMerge.Merge(Cart(), "guest:1", [.. lines], lines.Length, Noon).Events);

        Assert.InRange(told.Data.Length, 1_500_000, StateEvent.MaxDataBytes);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"lines":[],"cart":{"lines":[],"version":8}}""")]
    [InlineData("""{"lines":[{"item":"apple","quantity":0}],"cart":{"lines":[],"version":8}}""")]
    [InlineData("""{"lines":[{"item":"apple","quantity":2}],"cart":{"lines":[{"item":"apple","quantity":2}],"version":8}}""")]
    public void A_schema_refuses_what_is_no_such_event(string data) => Assert.NotEmpty(EventSchemas.Faults(ChangeEvents.CartExpired, Encoding.UTF8.GetBytes(data)));

    private static CartState Cart(params CartLine[] lines) => new() { Lines = [.. lines], Version = 7, UpdatedAt = Noon };

    private static void AssertTells<TValue>(string type, string data, Decision<CartState, TValue> decision)
    {
        var told = Assert.Single(decision.Events);
        Assert.Equal(type, told.Type);
        Assert.Null(told.Key);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(data), JsonElement.Parse(told.Data.Span)), Encoding.UTF8.GetString(told.Data.Span));
        Assert.Empty(EventSchemas.Faults(told.Type, told.Data.Span));
    }

    private static void AssertTellsNothing<TValue>(Decision<CartState, TValue> decision) => Assert.True(decision.Events.IsDefaultOrEmpty);
}
