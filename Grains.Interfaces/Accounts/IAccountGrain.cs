namespace OrleansState.Accounts;

/// <summary>
/// The account that holds one username; the grain key is <see cref="Usernames.Normalize"/> of it, so that one turn
/// decides who gets the name. Hashing and comparing passwords is the caller's: it would hold up a silo's turns. Calls
/// throw <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives the name to this account. Refused: <see cref="AccountRefusals.UsernameTaken"/>. The same account again, by its
    /// user id, is accepted and changes nothing.
    /// </summary>
    /// <returns>The user id that holds the name.</returns>
    [Alias("Register")]
    Task<Reply<string>> RegisterAsync(Account account);

    /// <summary>
    /// Gives the account another password, if <paramref name="userId"/> holds the name and the hash still is
    /// <paramref name="currentHash"/>. Of two changes at once one is made. It revokes every session but
    /// <paramref name="sessionId"/>, by the same write: a session is good under the password it was opened with.
    /// </summary>
    /// <returns>Whether it was changed.</returns>
    [Alias("SetPassword")]
    Task<bool> SetPasswordAsync(string userId, string currentHash, string newHash, string sessionId);

    /// <summary>
    /// Gives the account another hash of the same password, if <paramref name="userId"/> holds the name and the hash still
    /// is <paramref name="currentHash"/>.
    /// </summary>
    /// <returns>Whether it was changed.</returns>
    [Alias("ChangePassword")]
    Task<bool> ChangePasswordAsync(string userId, string currentHash, string newHash);

    /// <summary>The account that holds the name, or null.</summary>
    [Alias("Find")]
    Task<Account?> FindAsync();

    /// <summary>As <see cref="FindAsync"/>, once the store has said that it still is so.</summary>
    [Alias("FindLatest")]
    Task<Account?> FindLatestAsync();

    /// <summary>Frees the name, if <paramref name="userId"/> holds it at the moment of the write.</summary>
    [Alias("Erase")]
    Task EraseAsync(string userId);
}
