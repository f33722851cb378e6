using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansState.Carts;

namespace OrleansState.Api.Carts;

/// <summary>Body of <c>PUT /cart/items/{item}</c>.</summary>
/// <param name="Quantity">Pieces the cart shall hold; 0 removes the item.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record QuantityBody([property: Range(0, CartLimits.Quantity)] int Quantity);
