using System.Collections.Immutable;

namespace OrleansState.Kafka.Waiting;

/// <summary>
/// Whose clicks of one partition wait in the log, because their counter can't be read, while the checkpoint passes them;
/// the grain key is the partition's. It is written before the checkpoint and taken back after the counts, in the same
/// store, so that it never lacks a user whose clicks the checkpoint has passed uncounted. Calls throw
/// <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IWaitingClicksGrain")]
internal interface IWaitingEventsGrain : IGrainWithStringKey
{
    /// <summary>Who waits, as the store has it.</summary>
    [Alias("Get")]
    Task<WaitingUsers> GetAsync();

    /// <summary>Has users wait, or wait for more. A log of another id replaces the old one's.</summary>
    /// <returns>False: the store is in another epoch than <paramref name="epoch"/>; nothing was changed, begin anew.</returns>
    /// <exception cref="InvalidOperationException">More than <see cref="WaitingUsers.Limit"/> would wait: that is no single record's fault.</exception>
    [Alias("Add")]
    Task<bool> AddAsync(string epoch, string log, ImmutableArray<WaitingUser> users);

    /// <summary>The clicks of these users have been delivered up to <see cref="WaitingUser.Last"/>.</summary>
    /// <returns>As <see cref="AddAsync"/>.</returns>
    [Alias("Remove")]
    Task<bool> RemoveAsync(string epoch, string log, ImmutableArray<WaitingUser> users);
}
