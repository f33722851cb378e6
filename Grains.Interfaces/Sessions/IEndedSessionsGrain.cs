using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Sessions;

/// <summary>
/// Tells the processes that check access tokens which sessions have ended, so that they refuse the tokens of these at once
/// and not when they expire. One grain for the cluster, under <see cref="Key"/>. It remembers the sessions for as long as a
/// token of theirs can be good, the latest <see cref="SessionLimits.EndedSessions"/> at most, and in memory only: what it
/// had been told before its silo died is known only to those who were subscribed then. Nothing but the early refusal hangs
/// on it; that the session has ended lies in the store, and refreshing is refused by that.
/// </summary>
[Alias("orleansstate.IEndedSessionsGrain")]
public interface IEndedSessionsGrain : IGrainWithIntegerKey
{
    /// <summary>The one key.</summary>
    const long Key = 0;

    /// <summary>Takes note of sessions that have ended. One way: whoever ends a session neither waits for this nor fails by it.</summary>
    [OneWay]
    [Alias("Ended")]
    Task EndedAsync(ImmutableArray<EndedSession> sessions);

    /// <summary>
    /// Subscribes for <see cref="SessionLimits.SubscriptionLifetime"/>, or renews that, and answers what has ended behind a
    /// position. Call it again until the page is empty, and every few seconds with the position of the last page: so comes
    /// what an observer was not reached with.
    /// </summary>
    /// <param name="observer">Told of what ends from now on.</param>
    /// <param name="tokenLifetime">How long an access token can be good that the observer accepts. The longest of all observers counts.</param>
    /// <param name="after">The end of the last page. Of another memory of the grain, as after the death of its silo, it stands for the beginning.</param>
    [Alias("Subscribe")]
    Task<EndedSessionsPage> SubscribeAsync(IEndedSessionsObserver observer, TimeSpan tokenLifetime, EndedSessionsPosition after);

    /// <summary>Ends a subscription before its time. One way.</summary>
    [OneWay]
    [Alias("Unsubscribe")]
    Task UnsubscribeAsync(IEndedSessionsObserver observer);
}
