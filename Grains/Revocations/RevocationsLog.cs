using System.Collections.Immutable;
using OrleansState.Revocations;

namespace OrleansState.Grains.Revocations;

/// <summary>The latest revocations, in order. Pure: time is an argument.</summary>
/// <param name="memory">Names this log among others.</param>
/// <param name="capacity">Most that it remembers.</param>
/// <param name="pageSize">Most in a page, which then has some 400 KB.</param>
internal sealed class RevocationsLog(Guid memory, int capacity = RevocationLimits.Remembered, int pageSize = 5_000)
{
    private readonly Queue<(Revocation Revocation, DateTimeOffset At)> _remembered = [];
    private TimeSpan _lifetime;
    private long _told;

    public int Count => _remembered.Count;

    /// <summary>How long a revocation is remembered: as long as somebody's tokens are good. Never shorter than it was, since such tokens may be about.</summary>
    public void RememberFor(TimeSpan lifetime) => _lifetime = lifetime > _lifetime ? lifetime : _lifetime;

    public void Add(ImmutableArray<Revocation> revocations, DateTimeOffset now)
    {
        foreach (var revocation in revocations)
            _remembered.Enqueue((revocation, now));
        _told += revocations.Length;
        Forget(now);
    }

    public RevocationsPage Read(RevocationsPosition after, DateTimeOffset now)
    {
        Forget(now);
        var forgotten = _told - _remembered.Count;
        var begin = after.Memory == memory ? Math.Clamp(after.Number, forgotten, _told) : forgotten;
        ImmutableArray<Revocation> page = [.. _remembered.Skip((int)(begin - forgotten)).Take(pageSize).Select(r => r.Revocation)];
        return new RevocationsPage(page, new RevocationsPosition(memory, begin + page.Length));
    }

    /// <summary>While nobody has said how long tokens are good only the number bounds what is kept.</summary>
    private void Forget(DateTimeOffset now)
    {
        while (_remembered.TryPeek(out var oldest) && (_remembered.Count > capacity || (_lifetime > TimeSpan.Zero && oldest.At + _lifetime <= now)))
            _remembered.Dequeue();
    }
}
