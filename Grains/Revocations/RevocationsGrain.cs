using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using OrleansState.Revocations;

namespace OrleansState.Grains.Revocations;

/// <summary>Remembers the latest revocations and tells whoever is subscribed. Stays where it is, for its memory goes with it.</summary>
[KeepAlive]
[GrainType("ended-sessions")]
internal sealed class RevocationsGrain(TimeProvider clock, ILogger<RevocationsGrain> logger) : Grain, IRevocationsGrain
{
    private readonly RevocationsLog _log = new(Guid.NewGuid());
    private readonly ObserverManager<IRevocationsObserver> _observers =
        new(RevocationLimits.SubscriptionLifetime, logger) { GetDateTime = () => clock.GetUtcNow().UtcDateTime };

    public Task AddAsync(ImmutableArray<Revocation> revocations)
    {
        _log.Add(revocations, clock.GetUtcNow());
        return _observers.Notify(observer => observer.RevokedAsync(revocations));
    }

    public Task<RevocationsPage> SubscribeAsync(IRevocationsObserver observer, TimeSpan tokenLifetime, RevocationsPosition after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(tokenLifetime, TimeSpan.Zero);
        _log.RememberFor(tokenLifetime);
        _observers.Subscribe(observer, observer);
        return Task.FromResult(_log.Read(after, clock.GetUtcNow()));
    }

    public Task UnsubscribeAsync(IRevocationsObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }
}
