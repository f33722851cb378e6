using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Revocations;

/// <summary>A process that checks access tokens, subscribed to <see cref="IRevocationsGrain"/>.</summary>
[Alias("orleansstate.IEndedSessionsObserver")]
public interface IRevocationsObserver : IGrainObserver
{
    /// <summary>These sessions were revoked. One way: what is lost on the way comes with the next subscription.</summary>
    [OneWay]
    [Alias("Ended")]
    Task RevokedAsync(ImmutableArray<Revocation> revocations);
}
