using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>Durable records, each guarded by its ETag. Tests put a store that fails by a seed in its place.</summary>
internal interface IStateStore
{
    /// <summary>The life in which a record's store was last seen, which may be over; null where none was seen.</summary>
    StoreIncarnation? LastSeen(string key) => null;

    /// <summary>Reads a record in the store's present life.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<StoredRecord> ReadAsync(string key);

    /// <summary>
    /// Replaces a record if it still carries <paramref name="expected"/> and the store still is in the given life; both
    /// are checked and the write is done in one atomic step. Returns when the record is durable. With
    /// <see cref="ETag.None"/> as <paramref name="next"/> and no payload there is no record afterwards. With it as
    /// <paramref name="expected"/> a record is begun, unless its user was erased.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// No answer: <see cref="StoreUnavailableException.OutcomeUnknown"/> tells whether the write may have landed.
    /// </exception>
    Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation);
}
