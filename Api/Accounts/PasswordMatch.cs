namespace OrleansState.Api.Accounts;

/// <summary>Whether a password fits a hash.</summary>
internal enum PasswordMatch
{
    No,
    Yes,

    /// <summary>It does, and the hash was made with weaker parameters than today's.</summary>
    YesByAnOlderHash,
}
