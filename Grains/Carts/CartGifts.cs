using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Grains.Carts;

/// <summary>
/// How a guest's cart goes over to an account: closed first, then taken over, then forgotten, each of which may be done
/// again by whoever finds the one before it done. The lines lie in one of the two carts at every moment.
/// </summary>
internal static class CartGifts
{
    public static Decision<CartState, ImmutableArray<CartLine>> Close(CartState cart, string owner, CartMoment moment)
    {
        var settled = CartRules.Settle(cart, moment);
        var given = settled.GivenTo is null ? settled with { GivenTo = owner } : settled;
        return Decision.Accept(given, given.GivenTo == owner ? given.Lines : []);
    }

    /// <summary>What was given to somebody who is gone is the guest's again. Released it has arrived, and stays given.</summary>
    public static Decision<CartState, bool> Reopen(CartState cart, string owner) =>
        Decision.Accept(cart.GivenTo == owner && !cart.Lines.IsEmpty ? cart with { GivenTo = null } : cart, true);

    public static Decision<CartState, bool> Release(CartState cart, CartMoment moment)
    {
        var released = cart.GivenTo is null || cart.Lines.IsEmpty ? cart : CartRules.Empty(cart, moment);
        return Decision.Accept(released, true);
    }

    /// <summary>Of each item the larger quantity, once a guest.</summary>
    public static Decision<CartState, CartState> Merge(
        CartState cart, string guest, ImmutableArray<CartLine> lines, int maxLines, CartMoment moment)
    {
        var settled = CartRules.Settle(cart, moment);
        if (settled.Guests.Contains(guest))
            return Decision.Accept(settled, settled);
        var merged = lines.Aggregate(settled.Lines, (into, line) => Take(into, line, maxLines));
        var next = merged.SequenceEqual(settled.Lines) ? settled : settled.After(merged, CartChange.Rewritten(settled.Lines), moment.Now);
        var known = next.Guests.Length == CartLimits.MergedGuests ? next.Guests.RemoveAt(0) : next.Guests;
        next = next with { Guests = known.Add(guest) };
        return Decision.Accept(next, next);
    }

    public static Decision<CartState, TValue> Refuse<TValue>(CartState cart) => Decision.Refuse(
        cart, CartRefusals.CartMerged, "This guest's cart went over to an account at a login; go on with that account's token.");

    private static ImmutableArray<CartLine> Take(ImmutableArray<CartLine> lines, CartLine line, int maxLines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.Equals(lines[i].Item, line.Item, StringComparison.Ordinal))
                return lines[i].Quantity >= line.Quantity ? lines : lines.SetItem(i, line);
        }

        return lines.Length < maxLines ? lines.Add(line) : lines;
    }
}
