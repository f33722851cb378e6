using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Events;

/// <summary>Data of <see cref="ChangeEvents.CartExpired"/>.</summary>
/// <param name="Lines">What was lost, at least one line.</param>
/// <param name="Cart">The cart after it, which is empty.</param>
public sealed record CartExpired(ImmutableArray<CartLine> Lines, CartAfter Cart);
