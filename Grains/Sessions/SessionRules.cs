using System.Collections.Immutable;
using OrleansState.Accounts;
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

    /// <summary>When the first session runs out; null: there is none.</summary>
    public static DateTimeOffset? FirstExpiry(SessionsState state)
    {
        DateTimeOffset? first = null;
        foreach (var session in state.Sessions)
        {
            if (ExpiresAt(session) is var expiry && !(expiry >= first))
                first = expiry;
        }

        return first;
    }

    public static Decision<SessionsState, SessionsState> Expire(SessionsState state, DateTimeOffset now)
    {
        var left = DropExpired(state, now);
        return Accept(left, left);
    }

    public static Decision<SessionsState, bool> Open(SessionsState state, NewSession opened, DateTimeOffset now)
    {
        var sessions = DropExpired(state, now).Sessions.RemoveAll(s => s.Id == opened.SessionId).Add(new Session
        {
            Id = opened.SessionId,
            Token = opened.Token,
            OpenedAt = now,
            LastUsedAt = now,
            Lifetime = opened.Lifetime,
            IdleTimeout = opened.IdleTimeout,
            Credential = opened.Credential,
            Generation = opened.Generation,
        });
        var surplus = Math.Max(0, sessions.Length - SessionLimits.Sessions);
        return Accept(new SessionsState { Username = opened.Username, Sessions = sessions.RemoveRange(0, surplus) }, true);
    }

    public static Decision<SessionsState, bool> Introduce(SessionsState state, string username) =>
        Accept(state.Username.Length > 0 ? state : state with { Username = username }, true);

    public static Decision<SessionsState, RefreshOutcome> Refresh(SessionsState state, string sessionId, Rotation rotation, DateTimeOffset now)
    {
        var current = DropExpired(state, now);
        if (Find(current, sessionId) is not { } session)
            return Accept(current, RefreshOutcome.Unknown);
        if (session.Token == rotation.Presented)
            return Accept(Rotate(current, session, rotation, now), RefreshOutcome.Rotated);
        if (IsRetry(session, rotation, now))
            return Accept(Replace(current, session, session with { Token = rotation.Successor, Generation = rotation.NextGeneration }), RefreshOutcome.Rotated);
        return IsUsed(session, rotation)
            ? Accept(Remove(current, session), RefreshOutcome.Reused)
            : Accept(current, RefreshOutcome.Unknown);
    }

    public static Decision<SessionsState, bool> Revoke(SessionsState state, string sessionId, DateTimeOffset now)
    {
        var current = DropExpired(state, now);
        return Find(current, sessionId) is { } session ? Accept(Remove(current, session), true) : Accept(current, false);
    }

    /// <summary>
    /// Whether a session is of another password than the account's, and did not make the change itself. One that names no
    /// password is of somebody without an account, or of a release before passwords had names, and then of the first.
    /// </summary>
    public static bool IsOutdated(Session session, string userId, Account? account) => account?.UserId == userId
        ? (session.Credential ?? Guid.Empty) != account.Credential && session.Id != account.ChangedBy
        : session.Credential is not null;

    public static Decision<SessionsState, bool> RevokeThese(SessionsState state, ImmutableArray<string> sessionIds, DateTimeOffset now)
    {
        var current = DropExpired(state, now);
        var kept = current.Sessions.RemoveAll(s => sessionIds.Contains(s.Id, StringComparer.Ordinal));
        return Accept(kept.Length == current.Sessions.Length ? current : current with { Sessions = kept }, true);
    }

    public static Decision<SessionsState, bool> RevokeAll(SessionsState state, string? exceptSessionId, DateTimeOffset now)
    {
        var current = DropExpired(state, now);
        var kept = current.Sessions.RemoveAll(s => !string.Equals(s.Id, exceptSessionId, StringComparison.Ordinal));
        return Accept(kept.Length == current.Sessions.Length ? current : current with { Sessions = kept }, true);
    }

    public static ImmutableArray<SessionInfo> List(SessionsState state, DateTimeOffset now) =>
        [.. state.Sessions.Where(s => now < ExpiresAt(s)).Select(s => new SessionInfo(s.Id, s.OpenedAt, s.LastUsedAt, ExpiresAt(s)))];

    public static bool IsOpen(SessionsState state, string sessionId, DateTimeOffset now) => Username(state, sessionId, now) is not null;

    public static string? Username(SessionsState state, string sessionId, DateTimeOffset now) =>
        Find(state, sessionId) is { } session && now < ExpiresAt(session) ? state.Username : null;

    /// <summary>Without what has run out; with nothing run out the instance it was, which costs no write.</summary>
    private static SessionsState DropExpired(SessionsState state, DateTimeOffset now) =>
        state.Sessions.All(s => now < ExpiresAt(s)) ? state : state with { Sessions = [.. state.Sessions.Where(s => now < ExpiresAt(s))] };

    /// <summary>
    /// The call that used the token up, sent again by its client because the answer was lost. The successor that nobody
    /// has got is replaced, and is not remembered as used: should it turn up after all it is no theft.
    /// </summary>
    private static bool IsRetry(Session session, Rotation rotation, DateTimeOffset now) =>
        rotation.Retry is { } retry && retry == session.Retry && session.Used is [.., var last] && last == rotation.Presented
        && now - session.LastUsedAt <= SessionLimits.RefreshGrace;

    /// <summary>
    /// Whether the token was good before the present one, by its signature however long ago. One of the present generation
    /// that is not the present token is an answer which got lost and was made anew, and nobody has used it.
    /// </summary>
    private static bool IsUsed(Session session, Rotation rotation) =>
        rotation.Generation < session.Generation || session.Used.Contains(rotation.Presented);

    private static SessionsState Rotate(SessionsState state, Session session, Rotation rotation, DateTimeOffset now)
    {
        var used = session.Used.Add(session.Token);
        return Replace(state, session, session with
        {
            Token = rotation.Successor,
            Used = used.RemoveRange(0, Math.Max(0, used.Length - SessionLimits.UsedTokens)),
            LastUsedAt = now,
            Retry = rotation.Retry,
            Generation = rotation.NextGeneration,
        });
    }

    /// <summary>The used one goes to the end, so that the first one always is the one unused longest.</summary>
    private static SessionsState Replace(SessionsState state, Session session, Session next) =>
        state with { Sessions = state.Sessions.Remove(session).Add(next) };

    private static SessionsState Remove(SessionsState state, Session session) =>
        state with { Sessions = state.Sessions.Remove(session) };

    private static Session? Find(SessionsState state, string sessionId) =>
        state.Sessions.FirstOrDefault(s => string.Equals(s.Id, sessionId, StringComparison.Ordinal));

    private static Decision<SessionsState, TValue> Accept<TValue>(SessionsState state, TValue value) =>
        Decision.Accept(state, value);
}
