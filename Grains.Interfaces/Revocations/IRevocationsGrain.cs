using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Revocations;

/// <summary>
/// Tells the processes that check access tokens which sessions were revoked, so that they refuse the tokens of these at once
/// and not when they expire. One grain for the cluster, under <see cref="Key"/>. It remembers a revocation for as long as a
/// token of the session can be good, the latest <see cref="RevocationLimits.Remembered"/> at most, and in memory only: what it
/// had been told before its silo died is known only to those who were subscribed then. Nothing but the early refusal hangs
/// on it; that the session is revoked lies in the store, and refreshing is refused by that.
/// </summary>
[Alias("orleansstate.IEndedSessionsGrain")]
public interface IRevocationsGrain : IGrainWithIntegerKey
{
    /// <summary>The one key.</summary>
    const long Key = 0;

    /// <summary>Takes note of revocations. One way: whoever revokes a session neither waits for this nor fails by it.</summary>
    [OneWay]
    [Alias("Ended")]
    Task AddAsync(ImmutableArray<Revocation> revocations);

    /// <summary>
    /// Subscribes for <see cref="RevocationLimits.SubscriptionLifetime"/>, or renews that, and answers the revocations behind a
    /// position. Call it again until the page is empty, and every few seconds with the position of the last page: so comes
    /// what an observer was not reached with.
    /// </summary>
    /// <param name="observer">Told of what is revoked from now on.</param>
    /// <param name="tokenLifetime">How long an access token can be good that the observer accepts. The longest of all observers counts.</param>
    /// <param name="after">The end of the last page. Of another memory of the grain, as after the death of its silo, it stands for the beginning.</param>
    [Alias("Subscribe")]
    Task<RevocationsPage> SubscribeAsync(IRevocationsObserver observer, TimeSpan tokenLifetime, RevocationsPosition after);

    /// <summary>Ends a subscription before its time. One way.</summary>
    [OneWay]
    [Alias("Unsubscribe")]
    Task UnsubscribeAsync(IRevocationsObserver observer);
}
