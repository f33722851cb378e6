using System.ComponentModel.DataAnnotations;

namespace OrleansState.Api.Accounts;

/// <summary>Settings under <c>Passwords</c>.</summary>
internal sealed class PasswordHashingOptions
{
    public const string Section = "Passwords";

    /// <summary>
    /// Rounds of PBKDF2 with HMAC-SHA512 for a new hash. Default 210,000, as OWASP advises. A hash of fewer is made anew at the next login.
    /// </summary>
    [Range(1_000, 2_000_000, ErrorMessage = "Passwords:Iterations must lie between 1000 and 2000000.")]
    public int Iterations { get; set; } = 210_000;

    /// <summary>Calls that may have a password hashed, or wait for it, at one moment in one process. Default 256.</summary>
    [Range(2, 100_000, ErrorMessage = "Passwords:MaxWaiting must lie between 2 and 100000.")]
    public int MaxWaiting { get; set; } = 256;
}
