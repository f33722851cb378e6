using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Accounts;
using OrleansState.Grains.Revocations;
using OrleansState.References;
using OrleansState.Revocations;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>One user's sessions. Which of them were revoked is reported to <see cref="IRevocationsGrain"/>, once the store has it.</summary>
[Reentrant]
[GrainType("sessions")]
internal sealed class SessionsGrain([DurableState("sessions", User = UserRelation.KeyIsUserId)] IDurableState<SessionsState> state, TimeProvider clock) : Grain, ISessionsGrain
{
    private RevocationReports? _reports;

    private RevocationReports Reports => _reports ??= new(this.GetPrimaryKeyString(), state, GrainFactory);

    public Task OpenAsync(NewSession session)
    {
        Check(session);
        return CommitAsync(state => SessionRules.Open(state, session, clock.GetUtcNow()));
    }

    /// <summary>The account is looked at behind the write: a change of password before that look is seen, and one after it revokes the session.</summary>
    public async Task<bool> TryOpenAsync(NewSession session)
    {
        await OpenAsync(session);
        try
        {
            await RevokeOutdatedAsync(suspected: true);
            return SessionRules.IsOpen((await state.ReadAsync()).State, session.SessionId, clock.GetUtcNow());
        }
        catch (StoreUnavailableException fault)
        {
            throw fault.AfterAWrite();
        }
    }

    public async Task<RefreshOutcome> RefreshAsync(string sessionId, Rotation rotation)
    {
        await RevokeOutdatedAsync();
        return await CommitAsync(state => SessionRules.Refresh(state, sessionId, rotation, clock.GetUtcNow()));
    }

    public Task RevokeAsync(string sessionId) =>
        CommitAsync(state => SessionRules.Revoke(state, sessionId, clock.GetUtcNow()));

    public Task RevokeAllAsync(string? exceptSessionId) =>
        CommitAsync(state => SessionRules.RevokeAll(state, exceptSessionId, clock.GetUtcNow()));

    public async Task RetireAsync()
    {
        await state.CommitAsync(state => SessionRules.RevokeAll(state, exceptSessionId: null, clock.GetUtcNow()));
        await Reports.SkipAsync();
    }

    public async Task<ImmutableArray<SessionInfo>> ListAsync()
    {
        await RevokeOutdatedAsync();
        return SessionRules.List((await state.ReadAsync()).State, clock.GetUtcNow());
    }

    public Task IntroduceAsync(string username)
    {
        if (!Usernames.IsValid(username))
            throw new ArgumentException($"A username is {Usernames.Rule}.", nameof(username));
        return state.CommitAsync(state => SessionRules.Introduce(state, username));
    }

    public async Task<string?> FindUserAsync() => (await state.ReadAsync()).State.Username is { Length: > 0 } username ? username : null;

    public async Task EraseAsync()
    {
        await state.EraseAsync();
        Reports.ReportAll();
        DeactivateOnIdle();
    }

    public async Task<string?> GetUsernameAsync(string sessionId)
    {
        await RevokeOutdatedAsync();
        return SessionRules.Username((await state.ReadAsync()).State, sessionId, clock.GetUtcNow());
    }

    /// <summary>
    /// Revokes the sessions of another password than the account's. What only the account's memory says is confirmed by its
    /// record before a session goes for it: an activation that others have overtaken may remember an earlier password.
    /// </summary>
    /// <param name="suspected">Whether to go by the record at once.</param>
    private async Task RevokeOutdatedAsync(bool suspected = false)
    {
        var (userId, before) = (this.GetPrimaryKeyString(), (await state.ReadAsync()).State);
        if (before.Sessions.IsEmpty || !HasAccount(userId))
            return;
        var account = GrainFactory.GrainOf<IAccountGrain>(Usernames.Normalize(before.Username));
        if (!suspected && Outdated(await account.FindAsync()).IsEmpty)
            return;
        // Those alone that were there before the account was asked: one opened since may be of a password later than the answer.
        if (Outdated(await account.FindLatestAsync()) is { IsEmpty: false } outdated)
            await CommitAsync(sessions => SessionRules.RevokeThese(sessions, outdated, clock.GetUtcNow()));

        ImmutableArray<string> Outdated(Account? current) => [.. before.Sessions.Where(s => SessionRules.IsOutdated(s, userId, current)).Select(s => s.Id)];
    }

    private async Task<TValue> CommitAsync<TValue>(Func<SessionsState, Decision<SessionsState, TValue>> decide)
        where TValue : struct
    {
        await Reports.BeginAsync();
        var reply = await state.CommitAsync(decide);
        Reports.Report();
        return reply.Value;
    }

    /// <summary>Ids of guests and of admins have a colon, those of accounts have none.</summary>
    private static bool HasAccount(string userId) => !userId.Contains(':', StringComparison.Ordinal);

    private static void Check(NewSession session)
    {
        ArgumentException.ThrowIfNullOrEmpty(session.SessionId);
        if (!Usernames.IsValid(session.Username))
            throw new ArgumentException($"A username is {Usernames.Rule}.", nameof(session));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(session.Lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(session.IdleTimeout, TimeSpan.Zero);
    }
}
