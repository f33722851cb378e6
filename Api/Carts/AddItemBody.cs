using System.Text.Json.Serialization;

namespace OrleansState.Api.Carts;

/// <summary>Body of <c>POST /cart/add</c>.</summary>
/// <param name="Item">The item's name, 1 to 128 characters.</param>
/// <param name="Quantity">Pieces to add, 1 to 1,000,000.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AddItemBody(string Item, int Quantity = 1);
