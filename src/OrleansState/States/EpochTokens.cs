namespace OrleansState;

/// <summary>What a token says of the store's epoch that it names. Tokens never repeat and are compared as a whole.</summary>
public static class EpochTokens
{
    internal const char Separator = '.';

    /// <summary>
    /// What epochs have in common between which the store has lost at most its last writes. With another generation records of any
    /// age may be gone: what speaks of other records must not be believed.
    /// </summary>
    /// <param name="token">The token of an epoch.</param>
    public static string GenerationOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end ? token[..end] : "";
    }
}
