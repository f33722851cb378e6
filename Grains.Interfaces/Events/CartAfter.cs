using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Events;

/// <summary>A cart as a change has left it.</summary>
/// <param name="Lines">Its lines in the order in which the items were first added; none where the change emptied it.</param>
/// <param name="Version">
/// Changes up to then, at least 1. It grows from each event of a cart to the next; one that is not larger than that of an event
/// before tells of a store that has lost its last writes.
/// </param>
public sealed record CartAfter(ImmutableArray<CartLine> Lines, long Version);
