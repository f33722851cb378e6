using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Accounts;
using OrleansState.References;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>One user's sessions. Which of them have ended is told to <see cref="IEndedSessionsGrain"/>, once the store has it.</summary>
[Reentrant]
[GrainType("sessions")]
internal sealed class SessionsGrain([DurableState("sessions", User = UserRelation.KeyIsUserId)] IDurableState<SessionsState> state, TimeProvider clock) : Grain, ISessionsGrain
{
    private SessionsState? _told;

    public Task OpenAsync(NewSession session)
    {
        Check(session);
        return CommitAsync(state => SessionRules.Open(state, session, clock.GetUtcNow()));
    }

    /// <summary>The account is looked at behind the write: a change of password before that look is seen, and one after it ends the session.</summary>
    public async Task<bool> TryOpenAsync(NewSession session)
    {
        await OpenAsync(session);
        try
        {
            await EndOutdatedAsync(suspected: true);
            return SessionRules.IsOpen((await state.ReadAsync()).State, session.SessionId, clock.GetUtcNow());
        }
        catch (StoreUnavailableException fault)
        {
            throw fault.AfterAWrite();
        }
    }

    public async Task<RefreshOutcome> RefreshAsync(string sessionId, Rotation rotation)
    {
        await EndOutdatedAsync();
        return await CommitAsync(state => SessionRules.Refresh(state, sessionId, rotation, clock.GetUtcNow()));
    }

    public Task CloseAsync(string sessionId) =>
        CommitAsync(state => SessionRules.Close(state, sessionId, clock.GetUtcNow()));

    public Task CloseAllAsync(string? exceptSessionId) =>
        CommitAsync(state => SessionRules.CloseAll(state, exceptSessionId, clock.GetUtcNow()));

    public async Task RetireAsync()
    {
        await state.CommitAsync(state => SessionRules.CloseAll(state, exceptSessionId: null, clock.GetUtcNow()));
        _told = (await state.ReadAsync()).State;
    }

    public async Task<ImmutableArray<SessionInfo>> ListAsync()
    {
        await EndOutdatedAsync();
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
        Tell([new EndedSession(this.GetPrimaryKeyString(), SessionId: null)]);
        DeactivateOnIdle();
    }

    public async Task<string?> GetUsernameAsync(string sessionId)
    {
        await EndOutdatedAsync();
        return SessionRules.Username((await state.ReadAsync()).State, sessionId, clock.GetUtcNow());
    }

    /// <summary>
    /// Removes the sessions of another password than the account's. What only the account's memory says is confirmed by its
    /// record before a session goes for it: an activation that others have overtaken may remember an earlier password.
    /// </summary>
    /// <param name="suspected">Whether to go by the record at once.</param>
    private async Task EndOutdatedAsync(bool suspected = false)
    {
        var (userId, before) = (this.GetPrimaryKeyString(), (await state.ReadAsync()).State);
        if (before.Sessions.IsEmpty || !HasAccount(userId))
            return;
        var account = GrainFactory.GrainOf<IAccountGrain>(Usernames.Normalize(before.Username));
        if (!suspected && Outdated(await account.FindAsync()).IsEmpty)
            return;
        // Those alone that were there before the account was asked: one opened since may be of a password later than the answer.
        if (Outdated(await account.FindLatestAsync()) is { IsEmpty: false } outdated)
            await CommitAsync(sessions => SessionRules.CloseThese(sessions, outdated, clock.GetUtcNow()));

        ImmutableArray<string> Outdated(Account? current) => [.. before.Sessions.Where(s => SessionRules.IsOutdated(s, userId, current)).Select(s => s.Id)];
    }

    private async Task<TValue> CommitAsync<TValue>(Func<SessionsState, Decision<SessionsState, TValue>> decide)
        where TValue : struct
    {
        if (_told is null)
        {
            var before = (await state.ReadAsync()).State;
            _told ??= before;
        }

        var reply = await state.CommitAsync(decide);
        TellWhatEnded();
        return reply.Value;
    }

    /// <summary>
    /// A session that was in the last state looked at and is no more in the durable one has ended, by whatever call: also
    /// by one that broke off without learning that its write had landed.
    /// </summary>
    private void TellWhatEnded()
    {
        var read = state.ReadAsync();
        // A state that has to come from the store first is looked at after the next call.
        if (!read.IsCompletedSuccessfully)
            return;
        var durable = read.Result.State;
        if (ReferenceEquals(durable, _told))
            return;
        var open = durable.Sessions.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var ended = _told!.Sessions.Where(s => !open.Contains(s.Id)).Select(s => new EndedSession(this.GetPrimaryKeyString(), s.Id)).ToImmutableArray();
        _told = durable;
        if (!ended.IsEmpty)
            Tell(ended);
    }

    private void Tell(ImmutableArray<EndedSession> ended) =>
        GrainFactory.GetGrain<IEndedSessionsGrain>(IEndedSessionsGrain.Key).EndedAsync(ended).Ignore();

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
