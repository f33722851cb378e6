using OrleansState.Storage;

namespace OrleansState.Indexes;

/// <summary>Lets a verification hold the indexes of a store against its records, and put right what differs. It scans, as nothing else does.</summary>
internal interface IIndexAudit
{
    /// <summary>All records of a kind in pages, each read at one moment with the places of its keys in ordered sets. What comes or goes meanwhile may be among them.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    IAsyncEnumerable<IReadOnlyList<AuditedRecord>> ReadRecordsAsync(string kind, IReadOnlyList<IndexedBy> sets, CancellationToken cancellationToken);

    /// <summary>The members of an ordered set that have no record, in pages.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    IAsyncEnumerable<IReadOnlyList<string>> ReadGhostsAsync(string kind, string set, CancellationToken cancellationToken);

    /// <summary>The score above which a bounded set leaves nothing out; null: it leaves out nothing.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<double?> ReadFloorAsync(string set);

    /// <summary>Sets that score, unless it is another by now than it was.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task ReplaceFloorAsync(string set, double before, double? after);

    /// <summary>Gives a key its place in an ordered set, or none, unless its record is another by now, or the place is below a bounded set's floor.</summary>
    /// <returns>Whether it was done.</returns>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<bool> PlaceAsync(string kind, string key, ETag etag, string set, double? score);

    /// <summary>Changes a sum.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task AddAsync(string index, string field, long delta);

    /// <summary>What was noted last of which indexes contain all records of a kind; null: nothing was.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<string?> ReadBuiltAsync(string kind);

    /// <summary>Notes it.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task NoteBuiltAsync(string kind, string indexes);
}

/// <summary>A record and the places of its key.</summary>
/// <param name="Key">The grain's key.</param>
/// <param name="ETag">The record's ETag.</param>
/// <param name="Payload">The record.</param>
/// <param name="Places">Where its key is, in the order in which the sets were named.</param>
internal readonly record struct AuditedRecord(string Key, ETag ETag, ReadOnlyMemory<byte> Payload, IReadOnlyList<IndexPlace> Places);

/// <summary>Where a key is in an ordered set.</summary>
/// <param name="Score">Its score; null: it is not in it.</param>
/// <param name="Floor">The score above which a bounded set leaves nothing out; null: it leaves out nothing.</param>
internal readonly record struct IndexPlace(double? Score, double? Floor);
