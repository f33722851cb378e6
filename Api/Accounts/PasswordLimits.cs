namespace OrleansState.Api.Accounts;

/// <summary>Bounds of a password, in UTF-16 characters.</summary>
internal static class PasswordLimits
{
    public const int MinLength = 8;

    /// <summary>Hashing costs by length as well; this bounds it.</summary>
    public const int MaxLength = 128;

    public static bool IsValid(string password) => password.Length is >= MinLength and <= MaxLength;
}
