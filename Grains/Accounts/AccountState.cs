using System.Text;

namespace OrleansState.Grains.Accounts;

/// <summary>What is stored under a username. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.account-state")]
internal sealed record AccountState
{
    /// <summary>A name nobody holds.</summary>
    public static AccountState Free { get; } = new();

    [Id(0)]
    public string? UserId { get; init; }

    [Id(1)]
    public string Username { get; init; } = "";

    [Id(2)]
    public string PasswordHash { get; init; } = "";

    [Id(3)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names the password; the default until its first change.</summary>
    [Id(4)]
    public Guid Credential { get; init; }

    /// <summary>The session that made the latest change of the password, and outlives it.</summary>
    [Id(5)]
    public string? ChangedBy { get; init; }

    /// <summary>Neither the hash nor the name may come into a log by way of the state's text form.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("UserId = ").Append(UserId);
        return true;
    }
}
