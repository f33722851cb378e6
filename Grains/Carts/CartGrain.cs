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
internal sealed class CartGrain([DurableState("cart", User = UserRelation.KeyIsUserId)] IDurableState<CartState> state, TimeProvider clock, IOptions<CartOptions> options) : Grain, ICartGrain
{
    /// <summary>
    /// Longest wait of one timer. Orleans' timers, and the delay of a deactivation, end at 49.7 days; a day costs a cart that
    /// lies for longer one look a day.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly CartOptions _options = options.Value;
    private IGrainTimer? _expiry;

    private CartMoment Moment => new(clock.GetUtcNow(), _options.IdleTimeout);

    public async Task<Reply<CartSnapshot>> GetAsync()
    {
        var cart = await state.ReadAsync();
        if (CartRules.IsIdle(cart.State, Moment))
            return await CommitAsync(CartRules.Expire, context: null);
        WatchExpiry(cart.State);
        return new Reply<CartSnapshot>(Snapshot(cart.State), null, cart.ETag);
    }

    public Task<Reply<CartSnapshot>> AddAsync(CartLine line, CommandContext? context)
    {
        Check(line, fewest: 1);
        return ChangeAsync((cart, moment) => CartRules.Add(cart, line, _options.MaxLines, moment), context);
    }

    public Task<Reply<CartSnapshot>> SetQuantityAsync(CartLine line, CommandContext? context)
    {
        Check(line, fewest: 0);
        return ChangeAsync((cart, moment) => CartRules.SetQuantity(cart, line, _options.MaxLines, moment), context);
    }

    public Task<Reply<CartSnapshot>> ClearAsync(CommandContext? context) => ChangeAsync(CartRules.Clear, context);

    public Task<Reply<Order>> CheckOutAsync(CommandContext? context)
    {
        var orderId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        return state.CommitAsync(cart => CartRules.CheckOut(cart, orderId, Moment), CartRules.RecallOrder, context);
    }

    public async Task<ImmutableArray<CartLine>> CloseAsync(string owner)
    {
        if (!Guests.IsGuest(this.GetPrimaryKeyString()))
            throw new InvalidOperationException("Only a guest's cart is given to another user.");
        return (await state.CommitAsync(cart => GuestCartMerge.Close(cart, owner, Moment))).Value;
    }

    public Task ReopenAsync(string owner) => state.CommitAsync(cart => GuestCartMerge.Reopen(cart, owner));

    public Task ReleaseAsync() => state.CommitAsync(cart => GuestCartMerge.Release(cart, Moment));

    public async Task<Reply<CartSnapshot>> MergeAsync(string guest, ImmutableArray<CartLine> lines)
    {
        foreach (var line in lines)
            Check(line, fewest: 1);
        while (true)
        {
            var reply = await CommitAsync((cart, moment) => GuestCartMerge.Merge(cart, guest, lines, _options.MaxLines, moment), context: null);
            if (reply.Refusal?.Code != GuestCartMerge.TooManyGuests)
                return reply;
            // No guest is forgotten whom an erasure of the user would have to find.
            var oldest = (await state.ReadAsync()).State.Guests[0];
            await GrainFactory.GetGrain<IErasureGrain>(oldest).EraseGuestAsync(this.GetPrimaryKeyString());
            await state.CommitAsync(cart => GuestCartMerge.Forget(cart, oldest));
        }
    }

    public async Task<ImmutableArray<string>> GetGuestsAsync() => (await state.ReadAsync()).State.Guests;

    public async Task<bool> IsGivenToAsync(string owner) => GuestCartMerge.IsGivenTo((await state.ReadAsync()).State, owner);

    public async Task<ImmutableArray<EarlierCart>> GetEarlierAsync()
    {
        var version = await state.ReadAsync();
        var earlier = version.State.Earlier().ToDictionary(cart => cart.Version);
        await foreach (var cart in state.ReadEarlierAsync())
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
        var isErased = await state.EraseAsync(cart => cart.Guests.All(guest => guests.Contains(guest)));
        if (isErased)
            DeactivateOnIdle();
        return isErased;
    }

    public async Task<ImmutableArray<Order>> GetOrdersAsync() => (await state.ReadAsync()).State.Orders;

    public async Task EraseAsync()
    {
        await state.EraseAsync();
        DeactivateOnIdle();
    }

    /// <summary>A change by the cart's owner, who has none any more where it was given away.</summary>
    private Task<Reply<CartSnapshot>> ChangeAsync(Func<CartState, CartMoment, Decision<CartState, CartState>> rule, CommandContext? context) =>
        CommitAsync((cart, moment) => cart.GivenTo is null ? rule(cart, moment) : GuestCartMerge.Refuse<CartState>(cart), context);

    private async Task<Reply<CartSnapshot>> CommitAsync(
        Func<CartState, CartMoment, Decision<CartState, CartState>> rule, CommandContext? context)
    {
        var reply = await state.CommitAsync(cart => rule(cart, Moment), CartRules.Recall, context);
        if (reply.Value is { } cart)
            WatchExpiry(cart);
        return new Reply<CartSnapshot>(reply.Value is null ? null : Snapshot(reply.Value), reply.Refusal, reply.ETag, reply.Replayed);
    }

    private CartSnapshot Snapshot(CartState cart) =>
        new(cart.Lines, cart.Version, cart.UpdatedAt, CartRules.ExpiresAt(cart, _options.IdleTimeout), cart.LastOrderId);

    /// <summary>
    /// Arms one timer a filled cart, not one a change: it looks at the deadline when it fires and is set again where that
    /// has not come. The activation stays in memory until then, so that it is the timer which empties the cart.
    /// </summary>
    private void WatchExpiry(CartState cart)
    {
        if (_expiry is not null || CartRules.ExpiresAt(cart, _options.IdleTimeout) is not { } deadline)
            return;
        var due = Min(Max(deadline - clock.GetUtcNow(), TimeSpan.FromMilliseconds(1)), LongestWait);
        DelayDeactivation(due + TimeSpan.FromMinutes(1));
        _expiry = this.RegisterGrainTimer(
            static (grain, _) => grain.ExpireAsync(), this,
            new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private async Task ExpireAsync()
    {
        _expiry?.Dispose();
        _expiry = null;
        try
        {
            await GetAsync();
        }
        catch (UserErasedException)
        {
            // There is no cart left to expire.
        }
        catch (StoreUnavailableException)
        {
            // The cart is still there and still due: the next call finds it expired, and so does the timer it arms.
            return;
        }

        if (_expiry is null)
            DeactivateOnIdle();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static void Check(CartLine line, int fewest)
    {
        if (!Labels.IsValid(line.Item, CartLimits.ItemLength))
            throw new ArgumentException($"An item has 1 to {CartLimits.ItemLength} characters.", nameof(line));
        if (line.Quantity < fewest || line.Quantity > CartLimits.Quantity)
            throw new ArgumentOutOfRangeException(nameof(line), line.Quantity, $"A quantity lies between {fewest} and {CartLimits.Quantity}.");
    }
}
