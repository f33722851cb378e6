namespace OrleansState.Grains.Carts;

/// <summary>When carts expire and go, and what is known of all of them.</summary>
internal static class CartDefinition
{
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(1);

    public static void Define(StateDefinition<CartState> carts, CartOptions options) => carts
        .Deadline(new Deadline<CartState>(IdleSince, CartRules.Expire) { After = options.IdleTimeout })
        .Deadline(new Deadline<CartState>(UnneededSince, CartRules.ForgetOrders) { After = options.Retention, Grain = Coarse })
        .Forget(CartRules.IsForgotten)
        .Sum(0, "active", static cart => cart.Lines.IsEmpty ? 0 : 1)
        .Sum(1, "items", Pieces)
        .Ordered(2, "changed", static cart => cart.UpdatedAt is { } at ? at.ToUnixTimeSeconds() / 60 * 60 : null);

    /// <summary>A cart with lines, or one that never was more than lines.</summary>
    private static DateTimeOffset? IdleSince(CartState cart) => !cart.Lines.IsEmpty || !CartRules.HasPast(cart) ? cart.UpdatedAt : null;

    /// <summary>An empty cart that remembers orders.</summary>
    private static DateTimeOffset? UnneededSince(CartState cart) => cart.Lines.IsEmpty && !cart.Orders.IsEmpty ? cart.UpdatedAt : null;

    private static long Pieces(CartState cart)
    {
        var pieces = 0L;
        foreach (var line in cart.Lines)
            pieces += line.Quantity;
        return pieces;
    }
}
