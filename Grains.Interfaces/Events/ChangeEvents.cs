namespace OrleansState.Events;

/// <summary>
/// What the product tells of its users, on the topic <c>Kafka:ChangesTopic</c>: the type of each event, which is the CloudEvents
/// attribute <c>type</c>, and what its data is. Types are never renamed, and data only gains members. <c>docs/events.md</c> says what
/// consumers may rely on, and <c>docs/events</c> has a JSON Schema for each type.
/// </summary>
public static class ChangeEvents
{
    /// <summary>A cart has become an order: <see cref="Events.CartCheckedOut"/>.</summary>
    public const string CartCheckedOut = "cart_checked_out";

    /// <summary>A cart has lain idle for too long: <see cref="Events.CartExpired"/>.</summary>
    public const string CartExpired = "cart_expired";

    /// <summary>A cart has been emptied by its owner at once: <see cref="Events.CartCleared"/>.</summary>
    public const string CartCleared = "cart_cleared";

    /// <summary>A guest's cart has come over at a login and has changed the account's: <see cref="Events.CartMerged"/>.</summary>
    public const string CartMerged = "cart_merged";

    /// <summary>Nothing is left of a user: <see cref="Events.UserErased"/>.</summary>
    public const string UserErased = "user_erased";

    /// <summary>Every type, with the type of its data.</summary>
    public static IReadOnlyDictionary<string, Type> DataTypes { get; } = new Dictionary<string, Type>
    {
        [CartCheckedOut] = typeof(CartCheckedOut),
        [CartExpired] = typeof(CartExpired),
        [CartCleared] = typeof(CartCleared),
        [CartMerged] = typeof(CartMerged),
        [UserErased] = typeof(UserErased),
    };
}
