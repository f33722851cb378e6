namespace OrleansState.Api.Admin;

/// <summary>Settings under <c>Admin</c>.</summary>
internal sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>
    /// <c>Admin:Users:NAME</c> is the password of admin NAME, 8 to 128 characters, or its hash by ASP.NET Core Identity's
    /// hasher (version 3). NAME is a username, and nobody can register it. Default none.
    /// </summary>
    public Dictionary<string, string?> Users { get; } = [];
}
