using OrleansState.Grains.Engine;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>What may happen to a user's sessions. Every rule first drops those that have run out.</summary>
internal static class SessionRules
{
    public static DateTimeOffset ExpiresAt(Session session)
    {
        var idle = session.LastUsedAt + session.IdleTimeout;
        var end = session.OpenedAt + session.Lifetime;
        return idle < end ? idle : end;
    }

    public static Decision<SessionsState, bool> Open(SessionsState state, NewSession opened, DateTimeOffset now)
    {
        var sessions = Settle(state, now).Sessions.RemoveAll(s => s.Id == opened.SessionId).Add(new Session
        {
            Id = opened.SessionId,
            Token = opened.Token,
            OpenedAt = now,
            LastUsedAt = now,
            Lifetime = opened.Lifetime,
            IdleTimeout = opened.IdleTimeout,
        });
        var surplus = Math.Max(0, sessions.Length - SessionLimits.Sessions);
        return Accept(new SessionsState { Username = opened.Username, Sessions = sessions.RemoveRange(0, surplus) }, true);
    }

    public static Decision<SessionsState, RefreshOutcome> Refresh(
        SessionsState state, string sessionId, TokenHash presented, TokenHash successor, DateTimeOffset now)
    {
        var settled = Settle(state, now);
        if (Find(settled, sessionId) is not { } session)
            return Accept(settled, RefreshOutcome.Unknown);
        if (session.Token == presented)
            return Accept(Rotate(settled, session, successor, now), RefreshOutcome.Rotated);
        return session.Used.Contains(presented)
            ? Accept(Remove(settled, session), RefreshOutcome.Reused)
            : Accept(settled, RefreshOutcome.Unknown);
    }

    public static Decision<SessionsState, bool> Close(SessionsState state, string sessionId, DateTimeOffset now)
    {
        var settled = Settle(state, now);
        return Find(settled, sessionId) is { } session ? Accept(Remove(settled, session), true) : Accept(settled, false);
    }

    public static string? Username(SessionsState state, string sessionId, DateTimeOffset now) =>
        Find(state, sessionId) is { } session && now < ExpiresAt(session) ? state.Username : null;

    /// <summary>Without what has run out; with nothing run out the instance it was, which costs no write.</summary>
    private static SessionsState Settle(SessionsState state, DateTimeOffset now) =>
        state.Sessions.All(s => now < ExpiresAt(s)) ? state : state with { Sessions = [.. state.Sessions.Where(s => now < ExpiresAt(s))] };

    /// <summary>The used one goes to the end, so that the first one always is the one unused longest.</summary>
    private static SessionsState Rotate(SessionsState state, Session session, TokenHash successor, DateTimeOffset now)
    {
        var used = session.Used.Add(session.Token);
        var rotated = session with
        {
            Token = successor,
            Used = used.RemoveRange(0, Math.Max(0, used.Length - SessionLimits.UsedTokens)),
            LastUsedAt = now,
        };
        return state with { Sessions = state.Sessions.Remove(session).Add(rotated) };
    }

    private static SessionsState Remove(SessionsState state, Session session) =>
        state with { Sessions = state.Sessions.Remove(session) };

    private static Session? Find(SessionsState state, string sessionId) =>
        state.Sessions.FirstOrDefault(s => string.Equals(s.Id, sessionId, StringComparison.Ordinal));

    private static Decision<SessionsState, TValue> Accept<TValue>(SessionsState state, TValue value) =>
        Decision<SessionsState, TValue>.Accept(state, value);
}
