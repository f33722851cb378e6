using Orleans.Concurrency;
using OrleansState.Accounts;
using OrleansState.Grains.Engine;
using OrleansState.Replies;
using OrleansState.Users;

namespace OrleansState.Grains.Accounts;

/// <summary>One username and the account that holds it.</summary>
[Reentrant]
[GrainType("account")]
internal sealed class AccountGrain(StateEngine engine, TimeProvider clock)
    : StateGrain<AccountState>(engine, "account", AccountState.Free), IAccountGrain
{
    public Task<Reply<string>> RegisterAsync(Account account)
    {
        Check(account);
        return State.CommitAsync(state => AccountRules.Register(state, account, clock.GetUtcNow()));
    }

    public async Task<bool> ChangePasswordAsync(string userId, string currentHash, string newHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(newHash);
        return (await State.CommitAsync(state => AccountRules.ChangePassword(state, userId, currentHash, newHash))).Value;
    }

    public async Task EraseAsync(string userId)
    {
        if ((await State.ReadAsync()).State.UserId == userId)
            await State.EraseAsync();
    }

    public async Task<Account?> FindAsync() => AccountRules.Find((await State.ReadAsync()).State);

    private void Check(Account account)
    {
        if (!UserIds.IsValid(account.UserId))
            throw new ArgumentException("The user id can't be one.", nameof(account));
        if (Usernames.Normalize(account.Username) != this.GetPrimaryKeyString())
            throw new ArgumentException("The username is another grain's.", nameof(account));
        ArgumentException.ThrowIfNullOrEmpty(account.PasswordHash);
    }
}
