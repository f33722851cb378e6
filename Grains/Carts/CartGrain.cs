using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansState.Carts;
using OrleansState.Grains.Engine;
using OrleansState.Replies;
using OrleansState.Users;

namespace OrleansState.Grains.Carts;

/// <summary>One user's cart. Reentrant: turns interleave only where they await, and share the write they await.</summary>
[Reentrant]
[GrainType("cart")]
internal sealed class CartGrain(StateEngine engine, TimeProvider clock, IOptions<CartOptions> options) : Grain, ICartGrain
{
    private readonly CartOptions _options = options.Value;
    private DurableState<CartState> _cart = null!;
    private IGrainTimer? _expiry;

    private CartMoment Moment => new(clock.GetUtcNow(), _options.IdleTimeout);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _cart = engine.Open("cart", this.GetPrimaryKeyString(), CartState.Empty);
        return Task.CompletedTask;
    }

    public async Task<Reply<CartSnapshot>> GetAsync()
    {
        var cart = await _cart.ReadAsync();
        if (CartRules.IsIdle(cart.State, Moment))
            return await CommitAsync(CartRules.Expire, ifMatch: null);
        WatchExpiry(cart.State);
        return new Reply<CartSnapshot>(Snapshot(cart.State), null, cart.ETag.ToString());
    }

    public Task<Reply<CartSnapshot>> AddAsync(CartLine line, string? ifMatch)
    {
        Check(line, fewest: 1);
        return CommitAsync((cart, moment) => CartRules.Add(cart, line, _options.MaxLines, moment), ifMatch);
    }

    public Task<Reply<CartSnapshot>> SetQuantityAsync(CartLine line, string? ifMatch)
    {
        Check(line, fewest: 0);
        return CommitAsync((cart, moment) => CartRules.SetQuantity(cart, line, _options.MaxLines, moment), ifMatch);
    }

    public Task<Reply<CartSnapshot>> ClearAsync(string? ifMatch) => CommitAsync(CartRules.Clear, ifMatch);

    public Task<Reply<Order>> CheckOutAsync(string? ifMatch)
    {
        var orderId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        return _cart.CommitAsync(cart => CartRules.CheckOut(cart, orderId, Moment), ifMatch);
    }

    private async Task<Reply<CartSnapshot>> CommitAsync(
        Func<CartState, CartMoment, Decision<CartState, CartState>> rule, string? ifMatch)
    {
        var reply = await _cart.CommitAsync(cart => rule(cart, Moment), ifMatch);
        if (reply.Value is { } cart)
            WatchExpiry(cart);
        return new Reply<CartSnapshot>(reply.Value is null ? null : Snapshot(reply.Value), reply.Refusal, reply.ETag);
    }

    private CartSnapshot Snapshot(CartState cart) =>
        new(cart.Lines, cart.Version, cart.UpdatedAt, CartRules.ExpiresAt(cart, _options.IdleTimeout));

    /// <summary>
    /// Arms one timer a filled cart, not one a change: it looks at the deadline when it fires and is set again where the
    /// cart has changed since. The activation stays in memory until then, so that it is the timer which empties the cart.
    /// </summary>
    private void WatchExpiry(CartState cart)
    {
        if (_expiry is not null || CartRules.ExpiresAt(cart, _options.IdleTimeout) is not { } deadline)
            return;
        var due = Max(deadline - clock.GetUtcNow(), TimeSpan.FromMilliseconds(1));
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
        catch (StoreUnavailableException)
        {
            // The cart is still there and still due: the next call finds it expired, and so does the timer it arms.
            return;
        }

        if (_expiry is null)
            DeactivateOnIdle();
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static void Check(CartLine line, int fewest)
    {
        if (!Labels.IsValid(line.Item, CartLimits.ItemLength))
            throw new ArgumentException($"An item has 1 to {CartLimits.ItemLength} characters.", nameof(line));
        if (line.Quantity < fewest || line.Quantity > CartLimits.Quantity)
            throw new ArgumentOutOfRangeException(nameof(line), line.Quantity, $"A quantity lies between {fewest} and {CartLimits.Quantity}.");
    }
}
