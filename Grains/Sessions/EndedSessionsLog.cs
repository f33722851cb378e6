using System.Collections.Immutable;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>The sessions that have ended of late, in order. Pure: time is an argument.</summary>
/// <param name="memory">Names this log among others.</param>
/// <param name="capacity">Most that it remembers.</param>
/// <param name="pageSize">Most in a page, which then has some 400 KB.</param>
internal sealed class EndedSessionsLog(Guid memory, int capacity = SessionLimits.EndedSessions, int pageSize = 5_000)
{
    private readonly Queue<(EndedSession Session, DateTimeOffset EndedAt)> _ended = [];
    private TimeSpan _lifetime;
    private long _told;

    public int Count => _ended.Count;

    /// <summary>How long a session is remembered: as long as somebody's tokens are good. Never shorter than it was, since such tokens may be about.</summary>
    public void RememberFor(TimeSpan lifetime) => _lifetime = lifetime > _lifetime ? lifetime : _lifetime;

    public void Add(ImmutableArray<EndedSession> sessions, DateTimeOffset now)
    {
        foreach (var session in sessions)
            _ended.Enqueue((session, now));
        _told += sessions.Length;
        Forget(now);
    }

    public EndedSessionsPage Read(EndedSessionsPosition after, DateTimeOffset now)
    {
        Forget(now);
        var forgotten = _told - _ended.Count;
        var begin = after.Memory == memory ? Math.Clamp(after.Number, forgotten, _told) : forgotten;
        ImmutableArray<EndedSession> page = [.. _ended.Skip((int)(begin - forgotten)).Take(pageSize).Select(e => e.Session)];
        return new EndedSessionsPage(page, new EndedSessionsPosition(memory, begin + page.Length));
    }

    /// <summary>While nobody has said how long tokens are good only the number bounds what is kept.</summary>
    private void Forget(DateTimeOffset now)
    {
        while (_ended.TryPeek(out var oldest) && (_ended.Count > capacity || (_lifetime > TimeSpan.Zero && oldest.EndedAt + _lifetime <= now)))
            _ended.Dequeue();
    }
}
