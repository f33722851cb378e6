namespace OrleansState.Guides.Tests.Sessions;

/// <summary>What the guide says of its grain.</summary>
public sealed class BasketTests(GuideSilo silo)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_tabs_at_once_lose_nothing()
    {
        var basket = silo.NewGrain<IBasketGrain>();

        await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(_ => (Task[])[basket.AddAsync("apple"), basket.AddAsync("pear")]));

        var items = (await basket.GetAsync()).Value!.Items;
        Assert.Equal((50, 50), (items["apple"], items["pear"]));
    }

    [Fact]
    public void An_idle_basket_is_an_empty_one()
    {
        var basket = BasketRules.Add(new BasketState(), "apple", Noon).State;

        Assert.Single(BasketRules.At(basket, Noon + BasketRules.IdleTimeout / 2).Items);
        Assert.Empty(BasketRules.At(basket, Noon + BasketRules.IdleTimeout).Items);
        Assert.Equal(["pear"], BasketRules.Add(basket, "pear", Noon + BasketRules.IdleTimeout).State.Items.Keys);
    }

    [Fact]
    public void A_full_basket_takes_more_of_what_it_has_and_nothing_else()
    {
        var basket = Enumerable.Range(0, BasketRules.MaxItems).Aggregate(new BasketState(), (state, n) => BasketRules.Add(state, $"item {n}", Noon).State);

        Assert.Equal(2, BasketRules.Add(basket, "item 7", Noon).Value);
        Assert.Equal("basket-full", BasketRules.Add(basket, "one more", Noon).Refusal?.Code);
    }
}
