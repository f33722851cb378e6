using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Accounts;
using OrleansState.Grains.Engine;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>One user's sessions. Which of them have ended is told to <see cref="IEndedSessionsGrain"/>, once the store has it.</summary>
[Reentrant]
[GrainType("sessions")]
internal sealed class SessionsGrain(StateEngine engine, TimeProvider clock)
    : StateGrain<SessionsState>(engine, "sessions", SessionsState.Empty), ISessionsGrain
{
    private SessionsState? _told;

    public Task OpenAsync(NewSession session)
    {
        ArgumentException.ThrowIfNullOrEmpty(session.SessionId);
        if (!Usernames.IsValid(session.Username))
            throw new ArgumentException($"A username is {Usernames.Rule}.", nameof(session));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(session.Lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(session.IdleTimeout, TimeSpan.Zero);
        return CommitAsync(state => SessionRules.Open(state, session, clock.GetUtcNow()));
    }

    public Task<RefreshOutcome> RefreshAsync(string sessionId, Rotation rotation) =>
        CommitAsync(state => SessionRules.Refresh(state, sessionId, rotation, clock.GetUtcNow()));

    public Task CloseAsync(string sessionId) =>
        CommitAsync(state => SessionRules.Close(state, sessionId, clock.GetUtcNow()));

    public Task CloseAllAsync(string? exceptSessionId) =>
        CommitAsync(state => SessionRules.CloseAll(state, exceptSessionId, clock.GetUtcNow()));

    public async Task RetireAsync()
    {
        await State.CommitAsync(state => SessionRules.CloseAll(state, exceptSessionId: null, clock.GetUtcNow()));
        _told = (await State.ReadAsync()).State;
    }

    public async Task<ImmutableArray<SessionInfo>> ListAsync() =>
        SessionRules.List((await State.ReadAsync()).State, clock.GetUtcNow());

    public async Task EraseAsync()
    {
        await State.EraseAsync();
        Tell([new EndedSession(this.GetPrimaryKeyString(), SessionId: null)]);
        DeactivateOnIdle();
    }

    public async Task<string?> GetUsernameAsync(string sessionId) =>
        SessionRules.Username((await State.ReadAsync()).State, sessionId, clock.GetUtcNow());

    private async Task<TValue> CommitAsync<TValue>(Func<SessionsState, Decision<SessionsState, TValue>> decide)
        where TValue : struct
    {
        if (_told is null)
        {
            var before = (await State.ReadAsync()).State;
            _told ??= before;
        }

        var reply = await State.CommitAsync(decide);
        TellWhatEnded();
        return reply.Value;
    }

    /// <summary>
    /// A session that was in the last state looked at and is no more in the durable one has ended, by whatever call: also
    /// by one that broke off without learning that its write had landed.
    /// </summary>
    private void TellWhatEnded()
    {
        var read = State.ReadAsync();
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
}
