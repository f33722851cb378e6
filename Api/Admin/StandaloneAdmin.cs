using System.Security.Cryptography;

namespace OrleansState.Api.Admin;

/// <summary>The admin of a standalone process that has none configured.</summary>
internal static class StandaloneAdmin
{
    public const string Username = "admin";

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>A new password, 80 random bits without letters that look alike: made at each start, printed, kept nowhere.</summary>
    public static string CreatePassword() => RandomNumberGenerator.GetString(Letters, 16);
}
