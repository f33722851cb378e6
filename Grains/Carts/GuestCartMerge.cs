using System.Collections.Immutable;
using OrleansState.Carts;
using OrleansState.Events;

namespace OrleansState.Grains.Carts;

/// <summary>
/// How a guest's cart goes over to an account: closed first, then taken over, then forgotten, each of which may be done
/// again by whoever finds the one before it done. The lines lie in one of the two carts at every moment.
/// </summary>
internal static class GuestCartMerge
{
    /// <summary>The cart names as many guests as it may.</summary>
    public const string TooManyGuests = "too-many-guests";

    /// <summary>What stands in a guest's cart for its owner, whose own record names the guest: the owner's id would outlive the owner.</summary>
    public static bool IsGivenTo(CartState cart, string owner) => cart.GivenTo == UserHash.Of(owner) || cart.GivenTo == owner;

    public static Decision<CartState, ImmutableArray<CartLine>> Close(CartState cart, string owner, DateTimeOffset now)
    {
        var given = cart.GivenTo is null ? cart with { GivenTo = UserHash.Of(owner), UpdatedAt = cart.UpdatedAt ?? now } : cart;
        return Decision.Accept(given, IsGivenTo(given, owner) ? given.Lines : []);
    }

    /// <summary>What was given to somebody who is gone is the guest's again. Of whom it had reached nothing is left, guests included.</summary>
    public static Decision<CartState, bool> Reopen(CartState cart, string owner) =>
        Decision.Accept(IsGivenTo(cart, owner) ? cart with { GivenTo = null } : cart, true);

    public static Decision<CartState, bool> Release(CartState cart, DateTimeOffset now)
    {
        var released = cart.GivenTo is null || cart.Lines.IsEmpty ? cart : CartRules.Empty(cart, now);
        return Decision.Accept(released, true);
    }

    /// <summary>Of each item the larger quantity, once a guest.</summary>
    public static Decision<CartState, CartState> Merge(
        CartState cart, string guest, ImmutableArray<CartLine> lines, int maxLines, DateTimeOffset now)
    {
        if (cart.Guests.Contains(guest))
            return Decision.Accept(cart, cart);
        if (cart.Guests.Length >= CartLimits.MergedGuests)
            return Decision.Refuse(cart, TooManyGuests, $"The cart names {cart.Guests.Length} guests.");
        var merged = lines.Aggregate(cart.Lines, (into, line) => Take(into, line, maxLines));
        var changes = !merged.SequenceEqual(cart.Lines);
        var next = changes ? cart.After(merged, CartChange.Rewritten(cart.Lines), now) : cart;
        next = next with { Guests = next.Guests.Add(guest), UpdatedAt = next.UpdatedAt ?? now };
        var decision = Decision.Accept(next, next);
        return changes ? decision.Tell(ChangeEvents.CartMerged, new CartMerged(guest, lines, CartRules.After(next))) : decision;
    }

    /// <summary>A guest of whom nothing is left.</summary>
    public static Decision<CartState, bool> Forget(CartState cart, string guest) =>
        Decision.Accept(cart.Guests.Contains(guest) ? cart with { Guests = cart.Guests.Remove(guest) } : cart, true);

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
