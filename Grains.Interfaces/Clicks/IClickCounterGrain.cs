namespace OrleansState.Clicks;

/// <summary>
/// The click counts of one user; the grain key is the user id. Any number of callers may count at once, no lock, no
/// lost update. Calls throw <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IClickCounterGrain")]
public interface IClickCounterGrain : IGrainWithStringKey
{
    /// <summary>The kind of state, for who watches it.</summary>
    const string Kind = "clicks";

    /// <summary>The counts as last committed. Waits for no write under way.</summary>
    [Alias("Get")]
    Task<ClickCounts> GetAsync();

    /// <summary>Counts one click. Refused: <see cref="ClickRefusals.ActionLimit"/>, <see cref="RefusalCodes.KeyReused"/>.</summary>
    [Alias("Increment")]
    Task<Reply<ClickCount>> IncrementAsync(string action, CommandContext? context = null);

    /// <summary>
    /// Counts every click of the batch whose offset lies above the highest one counted from that log and partition, and
    /// remembers the new highest in the same write: a batch delivered again counts nothing. At most one batch of a
    /// (log, partition, user) may be under way, and batches come in the order of the log; that is the caller's part.
    /// </summary>
    [Alias("Apply")]
    Task<BatchReceipt> ApplyAsync(ClickBatch batch);

    /// <summary>Erases the record. What was asked before and is asked after does not bring it back; see <c>IErasureGrain</c>.</summary>
    [Alias("Erase")]
    Task EraseAsync();

    /// <summary>What has been counted out of logs, as last committed, with the ETag that guards its replacement.</summary>
    [Alias("GetLogged")]
    Task<Reply<LoggedClicks>> GetLoggedAsync();

    /// <summary>
    /// Puts what an earlier release's rebuild has found in the log in the place of what was counted out of it; clicks that
    /// came by calls stay. Needs the ETag that <see cref="GetLoggedAsync"/> gave: refused with
    /// <see cref="RefusalCodes.PreconditionFailed"/> when anything has been counted since, or when the counter contains
    /// clicks of which <paramref name="found"/> knows nothing. <see cref="RebuildAsync"/> takes its place.
    /// </summary>
    [Alias("ReplaceLogged")]
    Task<Reply<ClickCounts>> ReplaceLoggedAsync(LoggedClicks found, CommandContext context);

    /// <summary>
    /// Holds the counter, as it is at this moment, against the log, and where <paramref name="replaces"/> is set puts it
    /// right. A counter that contains every click below the checkpoint, and what the rules for clicks make of the others up
    /// to its marks, is right, whatever came meanwhile and in whatever order; it is not touched. One that is put right never
    /// gets a lower mark than it had.
    /// </summary>
    [Alias("Rebuild")]
    Task<RebuildReport> RebuildAsync(UserLog found, bool replaces);
}
