using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Api.Accounts;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Admin;

/// <summary>
/// The configured admins. Their user ids begin with <c>admin:</c>, as no registered user's does, so that the setting
/// alone says who is one: an admin taken out of it, or given another password by it, has no session any more.
/// </summary>
internal sealed class Admins
{
    private const string UserIdPrefix = "admin:";
    private readonly FrozenDictionary<string, Account> _byName;
    private readonly FrozenDictionary<string, byte[]> _credentials;

    public Admins(IOptions<AdminOptions> options, Passwords passwords)
    {
        var users = options.Value.Users;
        _byName = users.ToFrozenDictionary(
            user => Usernames.Normalize(user.Key), user => ToAccount(user.Key, user.Value!, passwords), StringComparer.Ordinal);
        _credentials = users.ToFrozenDictionary(
            user => IdOf(user.Key), user => SHA256.HashData(Encoding.UTF8.GetBytes(user.Value!)), StringComparer.Ordinal);
    }

    /// <param name="normalizedName">As <see cref="Usernames.Normalize"/> gives it.</param>
    public Account? Find(string normalizedName) => _byName.GetValueOrDefault(normalizedName);

    public bool Holds(string userId) => IsAdminId(userId) && _byName.ContainsKey(userId[UserIdPrefix.Length..]);

    /// <summary>Whether the id was an admin's who is none any more.</summary>
    public bool IsFormer(string userId) => IsAdminId(userId) && !Holds(userId);

    /// <summary>
    /// Stands for an admin's setting in what is signed for that admin, which so ends with it. Empty where the id is no admin's.
    /// It is a plain hash of what may be guessed: never to be stored or given away but under a signature.
    /// </summary>
    public ReadOnlySpan<byte> CredentialOf(string userId) => _credentials.GetValueOrDefault(userId);

    /// <summary>The same, under a key's signature.</summary>
    public string CredentialMark(string userId, TokenKey key) =>
        Base64Url.EncodeToString(key.Sign("admin credential", [.. Encoding.ASCII.GetBytes(userId), 0, .. CredentialOf(userId)]));

    private static string IdOf(string username) => UserIdPrefix + Usernames.Normalize(username);

    private static bool IsAdminId(string userId) => userId.StartsWith(UserIdPrefix, StringComparison.Ordinal);

    private static Account ToAccount(string username, string password, Passwords passwords) => new(
        IdOf(username), username, PasswordHashes.IsHash(password) ? password : passwords.Hash(password));
}
