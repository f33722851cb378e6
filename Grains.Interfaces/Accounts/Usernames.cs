namespace OrleansState.Accounts;

/// <summary>What a username may look like, and when two are the same.</summary>
public static class Usernames
{
    /// <summary>Fewest characters of a username.</summary>
    public const int MinLength = 3;

    /// <summary>Most characters of a username.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "3 to 64 ASCII letters, digits, '.', '_', '-' or '@'";

    /// <summary>
    /// A username is 3 to 64 ASCII letters, digits, <c>.</c>, <c>_</c>, <c>-</c> or <c>@</c>. It is taken as given, never
    /// trimmed; ASCII alone leaves no two names that look alike and differ.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> username)
    {
        if (username.Length is < MinLength or > MaxLength)
            return false;
        foreach (var c in username)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or '@'))
                return false;
        }

        return true;
    }

    /// <summary>The key of the account grain: names that differ by case only are one account.</summary>
    /// <exception cref="ArgumentException">The username breaks the rule.</exception>
    public static string Normalize(string username)
    {
        ArgumentNullException.ThrowIfNull(username);
        return IsValid(username)
            ? string.Create(username.Length, username, static (key, name) => name.AsSpan().ToLowerInvariant(key))
            : throw new ArgumentException($"A username is {Rule}.", nameof(username));
    }
}
