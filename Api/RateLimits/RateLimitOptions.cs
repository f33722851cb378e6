using System.ComponentModel.DataAnnotations;

namespace OrleansState.Api.RateLimits;

/// <summary>Settings under <c>RateLimit</c>. Each limit holds in one process; several processes let several times as much through.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>Whether requests are limited at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Registrations, logins and changes of password from one address in a minute. Default 6,000.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "RateLimit:CredentialsPerMinute must be at least 1.")]
    public int CredentialsPerMinute { get; set; } = 6_000;

    /// <summary>New guests from one address in a minute. Default 60,000.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "RateLimit:GuestsPerMinute must be at least 1.")]
    public int GuestsPerMinute { get; set; } = 60_000;

    /// <summary>Refreshes from one address in a minute. Default 60,000.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "RateLimit:RefreshesPerMinute must be at least 1.")]
    public int RefreshesPerMinute { get; set; } = 60_000;

    /// <summary>Changes of one user's cart and clicks in a second. Default 20,000.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "RateLimit:MutationsPerSecond must be at least 1.")]
    public int MutationsPerSecond { get; set; } = 20_000;
}
