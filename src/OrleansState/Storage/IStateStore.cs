using OrleansState.Idempotency;
using OrleansState.Indexes;

namespace OrleansState.Storage;

/// <summary>Durable records, each guarded by its ETag. Tests put a store that fails by a seed in its place.</summary>
internal interface IStateStore
{
    /// <summary>The epoch in which a record's store was last seen, which may be over; null where none was seen.</summary>
    StoreEpoch? LastSeen(string key) => null;

    /// <summary>
    /// Ends the epoch, and with it its generation: a record is gone or older that was durable in it, so that others may be
    /// too. Where it has ended already nothing is changed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer; the epoch may have ended all the same.</exception>
    Task EndAsync(StoreEpoch epoch) => Task.CompletedTask;

    /// <summary>Reads a record in the store's present epoch.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<StoredRecord> ReadAsync(string key);

    /// <summary>
    /// Replaces a record if it still carries <paramref name="expected"/> and the store still is in the given epoch; both
    /// are checked and the write is done in one atomic step. Returns when the record is durable. With
    /// <see cref="ETag.None"/> as <paramref name="next"/> and no payload there is no record afterwards, and no key beside it.
    /// With it as <paramref name="expected"/> a record is begun, unless its user was erased. In the same step
    /// <paramref name="keys"/> are looked for beside the record, and written there, and <paramref name="indexes"/> are changed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// No answer: <see cref="StoreUnavailableException.OutcomeUnknown"/> tells whether the write may have landed.
    /// </exception>
    Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null);

    /// <summary>All that lies beside a record, each as <see cref="SpilledEntry"/> has it; what comes or goes meanwhile may be among it.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadKeysAsync(string key) => AsyncEnumerable.Empty<ReadOnlyMemory<byte>>();

    /// <summary>Looks for a key beside a record, in the store's present epoch.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey);

    /// <summary>
    /// Marks a user as erased, for a time: reads of a record of theirs that is not there say so, and no write begins one.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer; the mark may be there all the same.</exception>
    Task PlaceTombstoneAsync(string userId, TimeSpan lifetime) => throw new NotSupportedException("This store has no tombstones.");

    /// <summary>Which of these users are marked as erased, in their order.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<bool[]> FindTombstonesAsync(IReadOnlyCollection<string> userIds) => throw new NotSupportedException("This store has no tombstones.");

    /// <summary>Asks the store for a sign of life.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task PingAsync() => Task.CompletedTask;
}
