using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using OrleansState.Sessions;

namespace OrleansState.Grains.Sessions;

/// <summary>Remembers the sessions that have ended of late and tells whoever is subscribed. Stays where it is, for its memory goes with it.</summary>
[KeepAlive]
[GrainType("ended-sessions")]
internal sealed class EndedSessionsGrain(TimeProvider clock, ILogger<EndedSessionsGrain> logger) : Grain, IEndedSessionsGrain
{
    private readonly EndedSessionsLog _log = new(Guid.NewGuid());
    private readonly ObserverManager<IEndedSessionsObserver> _observers =
        new(SessionLimits.SubscriptionLifetime, logger) { GetDateTime = () => clock.GetUtcNow().UtcDateTime };

    public Task EndedAsync(ImmutableArray<EndedSession> sessions)
    {
        _log.Add(sessions, clock.GetUtcNow());
        return _observers.Notify(observer => observer.EndedAsync(sessions));
    }

    public Task<EndedSessionsPage> SubscribeAsync(IEndedSessionsObserver observer, TimeSpan tokenLifetime, EndedSessionsPosition after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(tokenLifetime, TimeSpan.Zero);
        _log.RememberFor(tokenLifetime);
        _observers.Subscribe(observer, observer);
        return Task.FromResult(_log.Read(after, clock.GetUtcNow()));
    }

    public Task UnsubscribeAsync(IEndedSessionsObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }
}
