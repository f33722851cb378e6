using System.Collections.Immutable;

namespace OrleansState.Carts;

/// <summary>A cart as it is durable at one moment.</summary>
/// <param name="Lines">Its items in the order in which they were first added; an item occurs once.</param>
/// <param name="Version">Changes so far, 0 for a cart never touched. Counts up by one a change; use the reply's ETag to guard a write.</param>
/// <param name="UpdatedAt">When it last changed, or null for a cart never touched.</param>
/// <param name="ExpiresAt">When it will be emptied unless it changes before, or null while it is empty.</param>
/// <param name="LastOrderId">The order its latest checkout made, or null where there was none: what finds an order whose answer was lost.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.cart-snapshot")]
public sealed record CartSnapshot(
    [property: Id(0)] ImmutableArray<CartLine> Lines,
    [property: Id(1)] long Version,
    [property: Id(2)] DateTimeOffset? UpdatedAt,
    [property: Id(3)] DateTimeOffset? ExpiresAt,
    [property: Id(4)] string? LastOrderId = null);
