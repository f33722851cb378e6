using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Events;

/// <summary>Data of <see cref="ChangeEvents.CartCheckedOut"/>.</summary>
/// <param name="OrderId">The order, as the checkout has answered it: unique, at most 32 characters.</param>
/// <param name="Lines">What was ordered, at least one line.</param>
/// <param name="Cart">The cart after it, which is empty.</param>
public sealed record CartCheckedOut(string OrderId, ImmutableArray<CartLine> Lines, CartAfter Cart);
