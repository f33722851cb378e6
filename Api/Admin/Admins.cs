using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Api.Accounts;

namespace OrleansState.Api.Admin;

/// <summary>
/// The configured admins. Their user ids begin with <c>admin:</c>, as no registered user's does, so that the setting
/// alone says who is one: an admin taken out of it can't refresh a session.
/// </summary>
internal sealed class Admins
{
    private const string UserIdPrefix = "admin:";
    private readonly FrozenDictionary<string, Account> _byName;

    public Admins(IOptions<AdminOptions> options, Passwords passwords) =>
        _byName = options.Value.Users.ToFrozenDictionary(
            user => Usernames.Normalize(user.Key), user => ToAccount(user.Key, user.Value!, passwords), StringComparer.Ordinal);

    /// <param name="normalizedName">As <see cref="Usernames.Normalize"/> gives it.</param>
    public Account? Find(string normalizedName) => _byName.GetValueOrDefault(normalizedName);

    public bool Holds(string userId) => IsAdminId(userId) && _byName.ContainsKey(userId[UserIdPrefix.Length..]);

    /// <summary>Whether the id was an admin's who is none any more.</summary>
    public bool IsFormer(string userId) => IsAdminId(userId) && !Holds(userId);

    private static bool IsAdminId(string userId) => userId.StartsWith(UserIdPrefix, StringComparison.Ordinal);

    private static Account ToAccount(string username, string password, Passwords passwords) => new(
        UserIdPrefix + Usernames.Normalize(username), username, PasswordHashes.IsHash(password) ? password : passwords.Hash(password));
}
