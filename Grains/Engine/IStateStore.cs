using OrleansState.Grains.Engine.Idempotency;
using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>Durable records, each guarded by its ETag. Tests put a store that fails by a seed in its place.</summary>
internal interface IStateStore
{
    /// <summary>The life in which a record's store was last seen, which may be over; null where none was seen.</summary>
    StoreIncarnation? LastSeen(string key) => null;

    /// <summary>
    /// Ends the epoch, and with it its generation: a record is gone or older that was durable in it, so that others may be
    /// too. Where it has ended already nothing is changed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer; the epoch may have ended all the same.</exception>
    Task EndAsync(StoreIncarnation incarnation) => Task.CompletedTask;

    /// <summary>Reads a record in the store's present life.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<StoredRecord> ReadAsync(string key);

    /// <summary>
    /// Replaces a record if it still carries <paramref name="expected"/> and the store still is in the given life; both
    /// are checked and the write is done in one atomic step. Returns when the record is durable. With
    /// <see cref="ETag.None"/> as <paramref name="next"/> and no payload there is no record afterwards, and no key beside it.
    /// With it as <paramref name="expected"/> a record is begun, unless its user was erased. In the same step
    /// <paramref name="keys"/> are looked for beside the record, and written there.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// No answer: <see cref="StoreUnavailableException.OutcomeUnknown"/> tells whether the write may have landed.
    /// </exception>
    Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation, KeyWrite? keys = null);

    /// <summary>All that lies beside a record, each as <see cref="SpilledEntry"/> has it; what comes or goes meanwhile may be among it.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadKeysAsync(string key) => AsyncEnumerable.Empty<ReadOnlyMemory<byte>>();

    /// <summary>Looks for a key beside a record, in the store's present life.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey);
}
