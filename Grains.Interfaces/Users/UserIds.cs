namespace OrleansState.Users;

/// <summary>What a user id may look like, in a token, in a route or in a Kafka event.</summary>
public static class UserIds
{
    /// <summary>Longest user id, in UTF-16 characters.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// A user id is 1 to 128 printable ASCII characters without space, <c>/</c> or <c>\</c>. It is part of grain and
    /// Redis keys and of URLs, so that what can't stand there unescaped is refused.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> userId)
    {
        if (userId.IsEmpty || userId.Length > MaxLength)
            return false;
        foreach (var c in userId)
        {
            if (c is <= ' ' or > '~' or '/' or '\\')
                return false;
        }

        return true;
    }
}
