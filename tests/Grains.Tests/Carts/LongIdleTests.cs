using OrleansState.Carts;
using OrleansState.Grains.Carts;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Carts;

/// <summary>Carts that may lie for longer than a timer waits.</summary>
public sealed class LongIdleTests
{
    [Fact]
    public async Task A_cart_that_may_lie_for_a_year_is_served_and_expires_after_a_year()
    {
        await using var cluster = await GrainCluster.StartAsync(idleTimeout: TimeSpan.FromDays(365));
        var cart = cluster.Grains.GetGrain<ICartGrain>("42");
        Assert.Null((await cart.AddAsync(new CartLine("apple", 1))).Refusal);

        cluster.Clock.Advance(TimeSpan.FromDays(364));
        Assert.NotEmpty((await cart.GetAsync()).Value!.Lines);

        cluster.Clock.Advance(TimeSpan.FromDays(2));
        await Eventually.UntilAsync("the cart without lines", async () => (await cart.GetAsync()).Value!.Lines.IsEmpty);
    }

    [Fact]
    public void A_cart_remembers_its_latest_orders_by_number_and_by_size()
    {
        var cart = CartState.Empty;
        for (var i = 0; i < 10; i++)
            cart = CheckOut(cart, $"small {i}", lines: 1);
        Assert.Equal(Enumerable.Range(2, 8).Select(i => $"small {i}"), cart.Orders.Select(o => o.OrderId));

        cart = CheckOut(CheckOut(cart, "large", CartLimits.OrderLines), "larger", CartLimits.OrderLines + 1);
        Assert.Equal(["large", "larger"], cart.Orders.Select(o => o.OrderId));
        Assert.Equal("larger", cart.LastOrderId);

        CartState CheckOut(CartState before, string id, int lines) => CartRules.CheckOut(
            before with { Lines = [.. Enumerable.Range(0, lines).Select(i => new CartLine($"item {i}", 1))], UpdatedAt = DateTimeOffset.UnixEpoch }, id, DateTimeOffset.UnixEpoch).State;
    }
}
