namespace OrleansState.Revocations;

/// <summary>Bounds of what is known of revocations that no setting moves.</summary>
public static class RevocationLimits
{
    /// <summary>Most revocations that are remembered. Of more the first are forgotten; the access tokens of those sessions are good until they expire.</summary>
    public const int Remembered = 100_000;

    /// <summary>How long a subscription lasts that is not renewed.</summary>
    public static TimeSpan SubscriptionLifetime { get; } = TimeSpan.FromSeconds(30);
}
