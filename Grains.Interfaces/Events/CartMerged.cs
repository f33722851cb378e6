using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Events;

/// <summary>Data of <see cref="ChangeEvents.CartMerged"/>.</summary>
/// <param name="Guest">The user id of the guest, <c>guest:…</c>, whose cart came over. That guest has no cart any more.</param>
/// <param name="Lines">What the guest's cart held, at least one line. Of each item the larger quantity is in the cart now, and an item that found no room is not.</param>
/// <param name="Cart">The account's cart after it.</param>
public sealed record CartMerged(string Guest, ImmutableArray<CartLine> Lines, CartAfter Cart);
