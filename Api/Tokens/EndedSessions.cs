using Microsoft.Extensions.Options;

namespace OrleansState.Api.Tokens;

/// <summary>
/// Sessions that were ended through this process, for as long as an access token of theirs could still be good. Another
/// process lets such a token through until it expires; refreshing it is refused everywhere at once.
/// </summary>
internal sealed class EndedSessions(IOptions<JwtOptions> options, TimeProvider clock)
{
    private const string All = "";
    private const int Capacity = 100_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string User, string Session), DateTimeOffset> _ended = [];

    public void Add(string userId, string sessionId)
    {
        lock (_gate)
        {
            if (_ended.Count >= Capacity)
                Tidy(clock.GetUtcNow());
            _ended[(userId, sessionId)] = clock.GetUtcNow() + options.Value.AccessTokenLifetime + BearerValidation.ClockSkew;
        }
    }

    /// <summary>Every session of a user, also those that are not known any more.</summary>
    public void AddAll(string userId) => Add(userId, All);

    public bool Contains(string userId, string sessionId)
    {
        lock (_gate)
            return _ended.Count > 0 && (_ended.ContainsKey((userId, sessionId)) || _ended.ContainsKey((userId, All)));
    }

    /// <summary>Where none has run out, the half that does so first is let go: the memory is bounded, the time is short.</summary>
    private void Tidy(DateTimeOffset now)
    {
        foreach (var (session, until) in _ended.OrderBy(e => e.Value).Take(Capacity / 2).Concat(_ended.Where(e => e.Value <= now)).ToList())
            _ended.Remove(session);
    }
}
