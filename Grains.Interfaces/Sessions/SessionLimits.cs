namespace OrleansState.Sessions;

/// <summary>Bounds of a user's sessions that no setting moves.</summary>
public static class SessionLimits
{
    /// <summary>Most sessions of one user at a time; a login more revokes the one that has gone unused longest.</summary>
    public const int Sessions = 20;

    /// <summary>How long after a refresh its client may send the same call again, under the same idempotency key.</summary>
    public static TimeSpan RefreshGrace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Used refresh tokens a session remembers by their hashes. Of tokens that are not signed, as releases before signatures
    /// gave them, one of these presented again revokes the session and an older one is refused as unknown. A signed one revokes it
    /// however old it is.
    /// </summary>
    public const int UsedTokens = 32;
}
