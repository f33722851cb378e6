namespace OrleansState.Replies;

/// <summary>The codes a <see cref="Refusal"/> can carry. They are part of the contract and are never renamed.</summary>
public static class RefusalCodes
{
    /// <summary>The caller's <c>If-Match</c> names a state that is no longer the newest.</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>The idempotency key was used before, with another payload.</summary>
    public const string KeyReused = "idempotency-key-reused";

    /// <summary>A guest's cart that went over to an account takes no more changes.</summary>
    public const string CartMerged = "cart-merged";

    /// <summary>A cart without lines can't be checked out.</summary>
    public const string CartEmpty = "cart-empty";

    /// <summary>The cart has as many different items as it may hold.</summary>
    public const string CartFull = "cart-full";

    /// <summary>One line would hold more pieces than it may.</summary>
    public const string QuantityLimit = "quantity-limit";

    /// <summary>The user has counted as many different actions as one user may.</summary>
    public const string ActionLimit = "action-limit";

    /// <summary>The counter remembers as many redriven events as it can.</summary>
    public const string RedriveLimit = "redrive-limit";

    /// <summary>The username belongs to somebody.</summary>
    public const string UsernameTaken = "username-taken";
}
