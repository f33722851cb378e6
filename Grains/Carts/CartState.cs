using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Grains.Carts;

/// <summary>What is stored of a cart. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.cart-state")]
internal sealed record CartState
{
    public static CartState Empty { get; } = new();

    [Id(0)]
    public ImmutableArray<CartLine> Lines { get; init; } = [];

    [Id(1)]
    public long Version { get; init; }

    [Id(2)]
    public DateTimeOffset? UpdatedAt { get; init; }
}
