using System.Collections.Immutable;

namespace OrleansState.Carts;

/// <summary>What a checkout took out of the cart.</summary>
/// <param name="OrderId">Random, unique, at most 32 characters.</param>
/// <param name="Lines">The cart's lines at that moment, at least one.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.order")]
public sealed record Order([property: Id(0)] string OrderId, [property: Id(1)] ImmutableArray<CartLine> Lines);
