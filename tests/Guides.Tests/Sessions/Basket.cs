using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Guides.Tests.Sessions;

#region interface
[GenerateSerializer, Immutable, Alias("basket-view")]
public sealed record BasketView([property: Id(0)] ImmutableDictionary<string, int> Items);

public interface IBasketGrain : IGrainWithStringKey
{
    Task<Reply<int>> AddAsync(string item, CommandContext? context = null);

    Task<Reply<BasketView>> GetAsync();
}
#endregion

#region state
[GenerateSerializer, Immutable, Alias("basket")]
public sealed record BasketState
{
    [Id(0)] public ImmutableDictionary<string, int> Items { get; init; } = ImmutableDictionary<string, int>.Empty;

    [Id(1)] public DateTimeOffset LastChange { get; init; }
}
#endregion

#region rules
public static class BasketRules
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);

    public const int MaxItems = 100;

    /// <summary>What is shown: an idle basket is an empty one.</summary>
    public static BasketState At(BasketState basket, DateTimeOffset now) =>
        now - basket.LastChange < IdleTimeout ? basket : new BasketState();

    public static Decision<BasketState, int> Add(BasketState stored, string item, DateTimeOffset now)
    {
        var basket = At(stored, now);
        if (basket.Items.Count == MaxItems && !basket.Items.ContainsKey(item))
            return Decision.Refuse(stored, "basket-full", $"A basket has at most {MaxItems} items.");
        var quantity = basket.Items.GetValueOrDefault(item) + 1;
        return Decision.Accept(basket with { Items = basket.Items.SetItem(item, quantity), LastChange = now }, quantity);
    }
}
#endregion

#region grain
[Reentrant]
public sealed class BasketGrain(
    [DurableState("basket", User = UserRelation.KeyIsUserId)] IDurableState<BasketState> state, TimeProvider clock) : Grain, IBasketGrain
{
    public Task<Reply<int>> AddAsync(string item, CommandContext? context)
    {
        var now = clock.GetUtcNow();
        return state.CommitAsync(basket => BasketRules.Add(basket, item, now), context);
    }

    public async Task<Reply<BasketView>> GetAsync()
    {
        var basket = await state.ReadAsync();
        return new Reply<BasketView>(new BasketView(BasketRules.At(basket.State, clock.GetUtcNow()).Items), null, basket.ETag);
    }
}
#endregion
