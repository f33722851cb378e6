using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Events;

/// <summary>Data of <see cref="ChangeEvents.CartCleared"/>.</summary>
/// <param name="Lines">What was thrown away, at least one line.</param>
/// <param name="Cart">The cart after it, which is empty.</param>
public sealed record CartCleared(ImmutableArray<CartLine> Lines, CartAfter Cart);
