using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansState.Carts;

namespace OrleansState.Api.Carts;

/// <summary>A cart as clients see it.</summary>
/// <param name="Cart">Its lines in the order in which the items were first added.</param>
/// <param name="Version">Changes so far.</param>
/// <param name="UpdatedAt">When it last changed; null for a cart never touched.</param>
/// <param name="ExpiresAt">When it will be emptied unless it changes before; null while it is empty.</param>
/// <param name="LastOrderId">The order of the latest checkout, for who did not get its answer; left out where there was none.</param>
internal sealed record CartAnswer(
    ImmutableArray<CartLine> Cart,
    long Version,
    DateTimeOffset? UpdatedAt,
    DateTimeOffset? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastOrderId)
{
    public static CartAnswer Of(CartSnapshot cart)
    {
        ArgumentNullException.ThrowIfNull(cart);
        return new CartAnswer(cart.Lines, cart.Version, cart.UpdatedAt, cart.ExpiresAt, cart.LastOrderId);
    }
}
