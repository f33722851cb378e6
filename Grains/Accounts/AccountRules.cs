using OrleansState.Accounts;

namespace OrleansState.Grains.Accounts;

/// <summary>Who holds a username.</summary>
internal static class AccountRules
{
    public static Decision<AccountState, string> Register(AccountState state, Account account, DateTimeOffset now)
    {
        if (state.UserId == account.UserId)
            return Decision.Accept(state, account.UserId);
        if (state.UserId is not null)
            return Decision.Refuse(state, AccountRefusals.UsernameTaken, "The username belongs to somebody.");

        var registered = new AccountState
        {
            UserId = account.UserId,
            Username = account.Username,
            PasswordHash = account.PasswordHash,
            CreatedAt = now,
        };
        return Decision.Accept(registered, account.UserId);
    }

    public static Decision<AccountState, bool> SetPassword(
        AccountState state, string userId, string current, string next, Guid credential, string sessionId) =>
        state.UserId == userId && state.PasswordHash == current
            ? Decision.Accept(state with { PasswordHash = next, Credential = credential, ChangedBy = sessionId }, true)
            : Decision.Accept(state, false);

    public static Decision<AccountState, bool> ChangePassword(AccountState state, string userId, string current, string next) =>
        state.UserId == userId && state.PasswordHash == current
            ? Decision.Accept(state with { PasswordHash = next }, true)
            : Decision.Accept(state, false);

    public static Account? Find(AccountState state) =>
        state.UserId is null
        ? null
        : new Account(state.UserId, state.Username, state.PasswordHash, state.CreatedAt, state.Credential, state.ChangedBy);
}
