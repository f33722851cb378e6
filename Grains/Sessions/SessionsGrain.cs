using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Accounts;
using OrleansState.Grains.Engine;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>One user's sessions.</summary>
[Reentrant]
[GrainType("sessions")]
internal sealed class SessionsGrain(StateEngine engine, TimeProvider clock)
    : StateGrain<SessionsState>(engine, "sessions", SessionsState.Empty), ISessionsGrain
{
    public Task OpenAsync(NewSession session)
    {
        ArgumentException.ThrowIfNullOrEmpty(session.SessionId);
        if (!Usernames.IsValid(session.Username))
            throw new ArgumentException($"A username is {Usernames.Rule}.", nameof(session));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(session.Lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(session.IdleTimeout, TimeSpan.Zero);
        return State.CommitAsync(state => SessionRules.Open(state, session, clock.GetUtcNow()));
    }

    public async Task<RefreshOutcome> RefreshAsync(string sessionId, Rotation rotation) =>
        (await State.CommitAsync(state => SessionRules.Refresh(state, sessionId, rotation, clock.GetUtcNow()))).Value;

    public Task CloseAsync(string sessionId) =>
        State.CommitAsync(state => SessionRules.Close(state, sessionId, clock.GetUtcNow()));

    public Task CloseAllAsync(string? exceptSessionId) =>
        State.CommitAsync(state => SessionRules.CloseAll(state, exceptSessionId, clock.GetUtcNow()));

    public async Task<ImmutableArray<SessionInfo>> ListAsync() =>
        SessionRules.List((await State.ReadAsync()).State, clock.GetUtcNow());

    public async Task EraseAsync()
    {
        await State.EraseAsync();
        DeactivateOnIdle();
    }

    public async Task<string?> GetUsernameAsync(string sessionId) =>
        SessionRules.Username((await State.ReadAsync()).State, sessionId, clock.GetUtcNow());
}
