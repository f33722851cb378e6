using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansState.Api.Tokens;
using OrleansState.Revocations;

namespace OrleansState.Api.Revocations;

/// <summary>
/// The revocations that this process knows of, for as long as an access token of those sessions could still be good: those that
/// were made through this process, at once, and those that the cluster has told of, see <see cref="IRevocationsGrain"/>. Looking
/// into it takes no lock, since every call does.
/// </summary>
internal sealed class KnownRevocations(IOptions<JwtOptions> options, TimeProvider clock)
{
    private const string All = "";
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string User, string Session), DateTimeOffset> _known = [];
    private readonly Queue<(string User, string Session)> _inOrder = [];
    private volatile bool _any;

    /// <summary>How long after the revocation of its session this process could still take a token for good.</summary>
    public TimeSpan TokenLifetime => options.Value.AccessTokenLifetime + BearerValidation.ClockSkew;

    public void Add(string userId, string sessionId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            // Told twice it counts from the first time on: no token is made for a session that was revoked.
            if (_known.TryAdd((userId, sessionId), now + TokenLifetime))
                _inOrder.Enqueue((userId, sessionId));
            Forget(now);
            _any = _inOrder.Count > 0;
        }
    }

    /// <summary>Every session of a user, also those that are not known any more.</summary>
    public void AddAll(string userId) => Add(userId, All);

    public bool Contains(string userId, string sessionId) =>
        _any && (_known.ContainsKey((userId, sessionId)) || _known.ContainsKey((userId, All)));

    /// <summary>What has run out, and beyond the bound what does so first.</summary>
    private void Forget(DateTimeOffset now)
    {
        while (_inOrder.TryPeek(out var oldest) && (_inOrder.Count > RevocationLimits.Remembered || _known[oldest] <= now))
        {
            _known.TryRemove(oldest, out _);
            _inOrder.Dequeue();
        }
    }
}
