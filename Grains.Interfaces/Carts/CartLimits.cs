namespace OrleansState.Carts;

/// <summary>Bounds of a cart that no setting moves.</summary>
public static class CartLimits
{
    /// <summary>Longest item name, in UTF-16 characters.</summary>
    public const int ItemLength = 128;

    /// <summary>Guests whose merge a cart remembers, so that it is done once; for one more the oldest is erased.</summary>
    public const int MergedGuests = 32;

    /// <summary>Orders a cart remembers; the oldest is forgotten first.</summary>
    public const int Orders = 8;

    /// <summary>Most lines of all orders a cart remembers but the newest, which is remembered whatever it has.</summary>
    public const int OrderLines = 256;

    /// <summary>Earlier carts that are told, the newest of those that are kept.</summary>
    public const int EarlierCarts = 1_000;

    /// <summary>Most pieces of one item, in one command and in the cart.</summary>
    public const int Quantity = 1_000_000;
}
