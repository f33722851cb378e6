using System.ComponentModel.DataAnnotations;

namespace OrleansState.Api.Lockouts;

/// <summary>Settings under <c>Lockout</c>.</summary>
internal sealed class LockoutOptions
{
    public const string Section = "Lockout";

    /// <summary>Logins that may fail for one username before the next has to wait. Default 5.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Lockout:AttemptsPerName must lie between 1 and 1000000.")]
    public int AttemptsPerName { get; set; } = 5;

    /// <summary>
    /// Logins that may fail from one address (an IPv6 /64 is one) within <see cref="Window"/> before the next has to wait; logins under
    /// way count too. Default 300.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Lockout:AttemptsPerAddress must lie between 1 and 1000000.")]
    public int AttemptsPerAddress { get; set; } = 300;

    /// <summary>How long a failed login counts against its address. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Lockout:Window must lie between 00:01:00 and 1.00:00:00.")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);
}
