using System.Text;

namespace OrleansState.Accounts;

/// <summary>An account and what proves its owner. Its text form leaves the hash out, so that no log can hold it.</summary>
/// <param name="UserId">Opaque, never reused; what tokens carry and what a user's other grains are keyed by.</param>
/// <param name="Username">As it was given at registration.</param>
/// <param name="PasswordHash">In the form of ASP.NET Core Identity's hasher.</param>
/// <param name="CreatedAt">When it was registered; null of one that is yet to be.</param>
/// <param name="Credential">Names the password: random, another with each change, the same where only its hash is made anew.</param>
/// <param name="ChangedBy">The session that made the latest change, which that change has left open; null before any.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.account")]
public sealed record Account(
    [property: Id(0)] string UserId,
    [property: Id(1)] string Username,
    [property: Id(2)] string PasswordHash,
    [property: Id(3)] DateTimeOffset? CreatedAt = null,
    [property: Id(4)] Guid Credential = default,
    [property: Id(5)] string? ChangedBy = null)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("UserId = ").Append(UserId);
        return true;
    }
}
