namespace OrleansState.Carts;

/// <summary>One item of a cart.</summary>
/// <param name="Item">Its name, 1 to <see cref="CartLimits.ItemLength"/> characters.</param>
/// <param name="Quantity">Pieces, 1 to <see cref="CartLimits.Quantity"/>.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.cart-line")]
public readonly record struct CartLine([property: Id(0)] string Item, [property: Id(1)] int Quantity);
