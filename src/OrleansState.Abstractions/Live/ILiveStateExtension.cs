namespace OrleansState;

/// <summary>
/// What every grain with a durable state answers besides its own calls, where its silos have live states: that a process wants to
/// hear of changes. <c>OrleansState.AspNetCore</c> calls it.
/// </summary>
[Alias("orleansstate.live-state")]
public interface ILiveStateExtension : IGrainExtension
{
    /// <summary>
    /// Has a process told of each change of a state that becomes durable, on its stream (<see cref="LiveStreams"/>). To be called again
    /// before the time has run out: the answer also heals what a lost message has left out. Who wants no more lets it run out.
    /// </summary>
    /// <param name="kind">The kind of state, as its <c>[DurableState]</c> names it.</param>
    /// <param name="watcher">The id of the process, which is the key of its stream.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>The version that is durable at this moment.</returns>
    /// <exception cref="ArgumentException">The grain has no state of this kind.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the process is told of changes all the same.</exception>
    /// <exception cref="UserErasedException">The user was erased.</exception>
    [Alias("Watch")]
    Task<LiveWatch> WatchAsync(string kind, string watcher, TimeSpan duration);
}
