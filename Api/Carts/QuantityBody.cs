using System.Text.Json.Serialization;

namespace OrleansState.Api.Carts;

/// <summary>Body of <c>PUT /cart/items/{item}</c>.</summary>
/// <param name="Quantity">Pieces the cart shall hold, 0 to 1,000,000; 0 removes the item.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record QuantityBody(int Quantity);
