using System.Collections.Immutable;
using System.Text.Json;
using OrleansState.Api.Json;
using OrleansState.Carts;

namespace OrleansState.Api.Admin;

/// <summary>A cart as a change left it.</summary>
/// <param name="Lines">Its lines; none where the change emptied it.</param>
/// <param name="Version">Changes up to then.</param>
internal sealed record HistoryCartAnswer(ImmutableArray<CartLine> Lines, long Version)
{
    /// <summary>The cart that an event tells of; null where it tells of none.</summary>
    public static HistoryCartAnswer? In(JsonElement data) =>
        data.ValueKind is JsonValueKind.Object && data.TryGetProperty("cart", out var cart) ? cart.Deserialize(ApiJson.Default.HistoryCartAnswer) : null;
}
