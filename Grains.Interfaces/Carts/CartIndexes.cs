namespace OrleansState.Carts;

/// <summary>What is known of all carts (<see cref="IStateIndexes"/>).</summary>
public static class CartIndexes
{
    /// <summary>A sum: carts with something in them.</summary>
    public const string Active = "cart/active";

    /// <summary>A sum: pieces in all carts.</summary>
    public const string Items = "cart/items";

    /// <summary>Users in the order of their carts' last change, to the minute, in seconds since 1970.</summary>
    public const string Changed = "cart/changed";
}
