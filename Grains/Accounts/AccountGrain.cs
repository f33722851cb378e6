using Orleans.Concurrency;
using OrleansState.Accounts;
using OrleansState.Sessions;
using OrleansState.Users;

namespace OrleansState.Grains.Accounts;

/// <summary>One username and the account that holds it.</summary>
[Reentrant]
[GrainType("account")]
internal sealed class AccountGrain([DurableState("account", User = UserRelation.Other)] IDurableState<AccountState> state, TimeProvider clock) : Grain, IAccountGrain
{
    public async Task<Reply<string>> RegisterAsync(Account account)
    {
        Check(account);
        var reply = await state.CommitAsync(state => AccountRules.Register(state, account, clock.GetUtcNow()));
        if (reply.Refusal is null)
            await IntroduceAsync(account);
        return reply;
    }

    public async Task<bool> ChangePasswordAsync(string userId, string currentHash, string newHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(newHash);
        return (await state.CommitAsync(state => AccountRules.ChangePassword(state, userId, currentHash, newHash))).Value;
    }

    public async Task<bool> SetPasswordAsync(string userId, string currentHash, string newHash, string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(newHash);
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        var credential = Guid.NewGuid();
        return (await state.CommitAsync(state => AccountRules.SetPassword(state, userId, currentHash, newHash, credential, sessionId))).Value;
    }

    public Task EraseAsync(string userId) => state.EraseAsync(state => state.UserId == userId);

    public async Task<Account?> FindAsync() => AccountRules.Find((await state.ReadAsync()).State);

    public async Task<Account?> FindLatestAsync() => AccountRules.Find((await state.ReadLatestAsync()).State);

    /// <summary>
    /// An admin asks by user id, and this record is found by the name alone. The account is durable without that: what
    /// keeps it from being noted, a silo of an earlier release among it, is no fault of the registration, and each login
    /// notes it too.
    /// </summary>
    private async Task IntroduceAsync(Account account)
    {
        try
        {
            await GrainFactory.GetGrain<ISessionsGrain>(account.UserId).IntroduceAsync(account.Username);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return;
        }
    }

    private void Check(Account account)
    {
        if (!UserIds.IsValid(account.UserId))
            throw new ArgumentException("The user id can't be one.", nameof(account));
        if (Usernames.Normalize(account.Username) != this.GetPrimaryKeyString())
            throw new ArgumentException("The username is another grain's.", nameof(account));
        ArgumentException.ThrowIfNullOrEmpty(account.PasswordHash);
    }
}
