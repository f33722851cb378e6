namespace OrleansState.Kafka;

/// <summary>
/// The progress of one partition; the grain key is <c>{consumer group}/{topic}/{partition}</c>. It lies in the same store
/// as the counts and is written after them, so that a store which loses its tail never remembers progress whose effect it
/// has forgotten. Calls throw <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IPartitionGrain")]
public interface ICheckpointGrain : IGrainWithStringKey
{
    /// <summary>The checkpoint, read in the epoch of the store that it names.</summary>
    [Alias("Get")]
    Task<Checkpoint> GetAsync();

    /// <summary>
    /// Moves the checkpoint forward; within one log it never moves back. A log of another id replaces the old one's progress.
    /// </summary>
    /// <returns>False: the store is in another epoch than <paramref name="epoch"/>; nothing was changed, begin anew with <see cref="GetAsync"/>.</returns>
    [Alias("Advance")]
    Task<bool> AdvanceAsync(string epoch, string log, long nextOffset);

    /// <summary>
    /// Moves the checkpoint forward for whom it was acknowledged at <paramref name="fromOffset"/> before, in the same epoch.
    /// Where the store has less than that by now, records are gone from it though it has not restarted: its epoch is ended
    /// then, and the log is read again.
    /// </summary>
    /// <returns>False: the store is in another epoch than <paramref name="epoch"/>, or has just been found to have lost records; begin anew with <see cref="GetAsync"/>.</returns>
    [Alias("AdvanceFrom")]
    Task<bool> AdvanceFromAsync(string epoch, string log, long fromOffset, long nextOffset);
}
