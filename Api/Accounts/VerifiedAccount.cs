using OrleansState.Accounts;

namespace OrleansState.Api.Accounts;

/// <summary>An account whose password was given.</summary>
/// <param name="Account">As it was when the password was looked at.</param>
/// <param name="HasOlderHash">Whether its hash was made with weaker parameters than today's.</param>
internal sealed record VerifiedAccount(Account Account, bool HasOlderHash);
