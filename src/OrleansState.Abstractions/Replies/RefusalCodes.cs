namespace OrleansState;

/// <summary>The codes of a <see cref="Refusal"/> that the engine itself gives. They are never renamed.</summary>
public static class RefusalCodes
{
    /// <summary>The caller's <c>If-Match</c> names a state that is no longer the newest.</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>The idempotency key was used before, with another payload.</summary>
    public const string KeyReused = "idempotency-key-reused";

    /// <summary>As many events of the state wait to be published as may wait; nothing was changed. Send the command again later.</summary>
    public const string OutboxFull = "outbox-full";
}
