using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using OrleansState.Carts;
using OrleansState.Erasure;
using OrleansState.Users;

namespace OrleansState.Grains.Carts;

/// <summary>One user's cart. Reentrant: turns interleave only where they await, and share the write they await.</summary>
[Reentrant]
[ResourceOptimizedPlacement]
[GrainType("cart")]
internal sealed class CartGrain : Grain, ICartGrain
{
    private readonly CartOptions _options;
    private readonly IDurableState<CartState> _state;
    private readonly TimeProvider _clock;

    public CartGrain([DurableState(ICartGrain.Kind, User = UserRelation.KeyIsUserId)] IDurableState<CartState> state, TimeProvider clock, IOptions<CartOptions> options)
        => (_state, _clock, _options) = (state, clock, options.Value);

    private DateTimeOffset Now => _clock.GetUtcNow();

    public async Task<Reply<CartSnapshot>> GetAsync()
    {
        var cart = await _state.ReadAsync();
        return new Reply<CartSnapshot>(Snapshot(cart.State), null, cart.ETag);
    }

    public Task<Reply<CartSnapshot>> AddAsync(CartLine line, CommandContext? context)
    {
        Check(line, fewest: 1);
        return ChangeAsync((cart, now) => CartRules.Add(cart, line, _options.MaxLines, now), context);
    }

    public Task<Reply<CartSnapshot>> SetQuantityAsync(CartLine line, CommandContext? context)
    {
        Check(line, fewest: 0);
        return ChangeAsync((cart, now) => CartRules.SetQuantity(cart, line, _options.MaxLines, now), context);
    }

    public Task<Reply<CartSnapshot>> ClearAsync(CommandContext? context) => ChangeAsync(CartRules.Clear, context);

    public Task<Reply<Order>> CheckOutAsync(CommandContext? context)
    {
        var orderId = Guid.CreateVersion7(Now).ToString("N");
        return _state.CommitAsync(cart => CartRules.CheckOut(cart, orderId, Now), CartRules.RecallOrder, context);
    }

    public async Task<ImmutableArray<CartLine>> CloseAsync(string owner)
    {
        if (!Guests.IsGuest(this.GetPrimaryKeyString()))
            throw new InvalidOperationException("Only a guest's cart is given to another user.");
        return (await _state.CommitAsync(cart => GuestCartMerge.Close(cart, owner, Now))).Value;
    }

    public Task ReopenAsync(string owner) => _state.CommitAsync(cart => GuestCartMerge.Reopen(cart, owner));

    public Task ReleaseAsync() => _state.CommitAsync(cart => GuestCartMerge.Release(cart, Now));

    public async Task<Reply<CartSnapshot>> MergeAsync(string guest, ImmutableArray<CartLine> lines)
    {
        foreach (var line in lines)
            Check(line, fewest: 1);
        while (true)
        {
            var reply = await CommitAsync((cart, now) => GuestCartMerge.Merge(cart, guest, lines, _options.MaxLines, now), context: null);
            if (reply.Refusal?.Code != GuestCartMerge.TooManyGuests)
                return reply;
            // No guest is forgotten whom an erasure of the user would have to find.
            var oldest = (await _state.ReadAsync()).State.Guests[0];
            await GrainFactory.GetGrain<IErasureGrain>(oldest).EraseGuestAsync(this.GetPrimaryKeyString());
            await _state.CommitAsync(cart => GuestCartMerge.Forget(cart, oldest));
        }
    }

    public async Task<ImmutableArray<string>> GetGuestsAsync() => (await _state.ReadAsync()).State.Guests;

    public async Task<bool> IsGivenToAsync(string owner) => GuestCartMerge.IsGivenTo((await _state.ReadAsync()).State, owner);

    public async Task<ImmutableArray<EarlierCart>> GetEarlierAsync()
    {
        var version = await _state.ReadAsync();
        var earlier = version.State.Earlier().ToDictionary(cart => cart.Version);
        await foreach (var cart in _state.ReadEarlierAsync())
        {
            earlier.TryAdd(cart.Version, new EarlierCart(cart.Version, cart.Lines));
            if (earlier.Count > 2 * CartLimits.EarlierCarts)
                earlier = Newest(earlier.Values).ToDictionary(kept => kept.Version);
        }

        return [.. Newest(earlier.Values).Where(cart => !cart.Lines.IsEmpty)];

        static IEnumerable<EarlierCart> Newest(IEnumerable<EarlierCart> carts) =>
            carts.OrderBy(cart => cart.Version).TakeLast(CartLimits.EarlierCarts);
    }

    public async Task<bool> EraseWithoutAsync(ImmutableArray<string> guests)
    {
        var isErased = await _state.EraseAsync(cart => cart.Guests.All(guest => guests.Contains(guest)));
        if (isErased)
            DeactivateOnIdle();
        return isErased;
    }

    public async Task<ImmutableArray<Order>> GetOrdersAsync() => (await _state.ReadAsync()).State.Orders;

    public async Task EraseAsync()
    {
        await _state.EraseAsync();
        DeactivateOnIdle();
    }

    /// <summary>A change by the cart's owner, who has none any more where it was given away.</summary>
    private Task<Reply<CartSnapshot>> ChangeAsync(Func<CartState, DateTimeOffset, Decision<CartState, CartState>> rule, CommandContext? context) =>
        CommitAsync((cart, now) => cart.GivenTo is null ? rule(cart, now) : GuestCartMerge.Refuse<CartState>(cart), context);

    private async Task<Reply<CartSnapshot>> CommitAsync(
        Func<CartState, DateTimeOffset, Decision<CartState, CartState>> rule, CommandContext? context)
    {
        var reply = await _state.CommitAsync(cart => rule(cart, Now), CartRules.Recall, context);
        return new Reply<CartSnapshot>(reply.Value is null ? null : Snapshot(reply.Value), reply.Refusal, reply.ETag, reply.Replayed);
    }

    private CartSnapshot Snapshot(CartState cart) =>
        new(cart.Lines, cart.Version, cart.UpdatedAt, CartRules.ExpiresAt(cart, _options.IdleTimeout), cart.LastOrderId);

    private static void Check(CartLine line, int fewest)
    {
        if (!Labels.IsValid(line.Item, CartLimits.ItemLength))
            throw new ArgumentException($"An item has 1 to {CartLimits.ItemLength} characters.", nameof(line));
        if (line.Quantity < fewest || line.Quantity > CartLimits.Quantity)
            throw new ArgumentOutOfRangeException(nameof(line), line.Quantity, $"A quantity lies between {fewest} and {CartLimits.Quantity}.");
    }
}
