namespace OrleansState.Carts;

/// <summary>Why a cart refuses a command. They are part of the contract and are never renamed.</summary>
public static class CartRefusals
{
    /// <summary>A guest's cart that went over to an account takes no more changes.</summary>
    public const string CartMerged = "cart-merged";

    /// <summary>A cart without lines can't be checked out.</summary>
    public const string CartEmpty = "cart-empty";

    /// <summary>The cart has as many different items as it may hold.</summary>
    public const string CartFull = "cart-full";

    /// <summary>One line would hold more pieces than it may.</summary>
    public const string QuantityLimit = "quantity-limit";
}
