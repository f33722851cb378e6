using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Sessions;

/// <summary>A process that checks access tokens, subscribed to <see cref="IEndedSessionsGrain"/>.</summary>
[Alias("orleansstate.IEndedSessionsObserver")]
public interface IEndedSessionsObserver : IGrainObserver
{
    /// <summary>These sessions have ended. One way: what is lost on the way comes with the next subscription.</summary>
    [OneWay]
    [Alias("Ended")]
    Task EndedAsync(ImmutableArray<EndedSession> sessions);
}
