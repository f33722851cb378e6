using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansState.Sessions;

namespace OrleansState.Api.Tokens;

/// <summary>
/// Sessions that have ended, for as long as an access token of theirs could still be good: those that were ended through
/// this process, at once, and those that the cluster has told of, see <see cref="IEndedSessionsGrain"/>. Looking into it
/// takes no lock, since every call does.
/// </summary>
internal sealed class EndedSessions(IOptions<JwtOptions> options, TimeProvider clock)
{
    private const string All = "";
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string User, string Session), DateTimeOffset> _ended = [];
    private readonly Queue<(string User, string Session)> _inOrder = [];
    private volatile bool _any;

    /// <summary>How long after the end of its session this process could still take a token for good.</summary>
    public TimeSpan TokenLifetime => options.Value.AccessTokenLifetime + BearerValidation.ClockSkew;

    public void Add(string userId, string sessionId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            // Told twice it counts from the first time on: no token is made for a session that has ended.
            if (_ended.TryAdd((userId, sessionId), now + TokenLifetime))
                _inOrder.Enqueue((userId, sessionId));
            Forget(now);
            _any = _inOrder.Count > 0;
        }
    }

    /// <summary>Every session of a user, also those that are not known any more.</summary>
    public void AddAll(string userId) => Add(userId, All);

    public bool Contains(string userId, string sessionId) =>
        _any && (_ended.ContainsKey((userId, sessionId)) || _ended.ContainsKey((userId, All)));

    /// <summary>What has run out, and beyond the bound what does so first.</summary>
    private void Forget(DateTimeOffset now)
    {
        while (_inOrder.TryPeek(out var oldest) && (_inOrder.Count > SessionLimits.EndedSessions || _ended[oldest] <= now))
        {
            _ended.TryRemove(oldest, out _);
            _inOrder.Dequeue();
        }
    }
}
