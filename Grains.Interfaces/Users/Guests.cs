namespace OrleansState.Users;

/// <summary>Users without an account. Their ids begin with <c>guest:</c>, as no registered user's does.</summary>
public static class Guests
{
    private const string Prefix = "guest:";

    /// <summary>What a guest's profile calls them.</summary>
    public const string Username = "guest";

    /// <summary>The id of a new guest.</summary>
    public static string NewId(DateTimeOffset now) => Prefix + Guid.CreateVersion7(now).ToString("N");

    /// <summary>Whether the id is a guest's.</summary>
    public static bool IsGuest(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return userId.StartsWith(Prefix, StringComparison.Ordinal);
    }
}
