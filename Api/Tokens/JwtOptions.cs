using System.ComponentModel.DataAnnotations;

namespace OrleansState.Api.Tokens;

/// <summary>Settings under <c>Jwt</c>.</summary>
internal sealed class JwtOptions
{
    public const string Section = "Jwt";

    /// <summary>
    /// <c>Jwt:Keys:KID</c>, at least one. A P-256 private key as PEM or base64 PKCS#8 signs ES256; base64 of 32 bytes or
    /// more is a secret for HS256. Every key verifies. A KID is 1 to 64 ASCII letters, digits, <c>.</c>, <c>_</c> or <c>-</c>.
    /// </summary>
    public Dictionary<string, string?> Keys { get; } = [];

    /// <summary>A directory of further keys, one file each, named by its KID with or without <c>.pem</c>; changes are taken over without a restart.</summary>
    public string? KeysDirectory { get; set; }

    /// <summary>The KID that signs. Default the last one in ordinal order, so that KIDs which begin with a date sign in their order.</summary>
    public string? SigningKey { get; set; }

    /// <summary>How long a key that came while the process ran waits before it signs, so that the others see it first. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Jwt:KeyActivationDelay must lie between 00:00:00 and 1.00:00:00.")]
    public TimeSpan KeyActivationDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether refresh tokens are taken that no key of ours has signed, as releases before signatures gave them. After an upgrade
    /// from such a release it keeps users logged in; with it on, tokens that somebody invented cost the silos a look each. Default false.
    /// </summary>
    public bool AcceptUnsignedRefreshTokens { get; set; }

    /// <summary>The <c>iss</c> that is written and demanded. Default <c>orleansstate</c>.</summary>
    [Required(ErrorMessage = "Jwt:Issuer must not be empty.")]
    public string Issuer { get; set; } = "orleansstate";

    /// <summary>The <c>aud</c> that is written and demanded. Default <c>orleansstate</c>.</summary>
    [Required(ErrorMessage = "Jwt:Audience must not be empty.")]
    public string Audience { get; set; } = "orleansstate";

    /// <summary>How long an access token is good; from 10 s to a day. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Jwt:AccessTokenLifetime must lie between 00:00:10 and 1.00:00:00.")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after its login a session ends, however often it is refreshed; from a minute to a year. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "Jwt:RefreshTokenLifetime must lie between 00:01:00 and 365.00:00:00.")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a session may go without a refresh; from a minute to a year. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "Jwt:RefreshTokenIdleTimeout must lie between 00:01:00 and 365.00:00:00.")]
    public TimeSpan RefreshTokenIdleTimeout { get; set; } = TimeSpan.FromDays(7);
}
