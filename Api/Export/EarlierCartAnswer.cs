using System.Collections.Immutable;
using OrleansState.Carts;

namespace OrleansState.Api.Export;

/// <summary>A cart as it once was, kept for the answer of an <c>Idempotency-Key</c> that may come again.</summary>
/// <param name="Version">Changes up to then.</param>
/// <param name="Cart">Its lines.</param>
internal sealed record EarlierCartAnswer(long Version, ImmutableArray<CartLine> Cart)
{
    public static EarlierCartAnswer Of(EarlierCart cart)
    {
        ArgumentNullException.ThrowIfNull(cart);
        return new EarlierCartAnswer(cart.Version, cart.Lines);
    }
}
