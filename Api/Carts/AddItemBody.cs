using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansState.Api.OpenApi;
using OrleansState.Carts;

namespace OrleansState.Api.Carts;

/// <summary>Body of <c>POST /cart/add</c>.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Quantity">Pieces to add.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AddItemBody(
    // Said by an attribute because the document's generator takes a property of this name for an indexer.
    [property: Description("The item's name, its length in UTF-16 characters; neither `.` nor `..`, which no URL can name.")]
    [property: StringLength(CartLimits.ItemLength, MinimumLength = 1), RegularExpression(Patterns.Label)] string Item,
    [property: Range(1, CartLimits.Quantity)] int Quantity = 1);
