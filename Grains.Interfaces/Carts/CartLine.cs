using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OrleansState.Carts;

/// <summary>One item of a cart.</summary>
/// <param name="Item">Its name.</param>
/// <param name="Quantity">Its pieces.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.cart-line")]
public readonly record struct CartLine(
    [property: Id(0), StringLength(CartLimits.ItemLength, MinimumLength = 1), Description("The item's name.")] string Item,
    [property: Id(1), Range(1, CartLimits.Quantity)] int Quantity);
