using System.Collections.Immutable;

namespace OrleansState.Carts;

/// <summary>A cart as it once was, kept because the answer to an idempotency key may be asked for again.</summary>
/// <param name="Version">Which one: changes up to then.</param>
/// <param name="Lines">Its lines.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.earlier-cart")]
public sealed record EarlierCart([property: Id(0)] long Version, [property: Id(1)] ImmutableArray<CartLine> Lines);
