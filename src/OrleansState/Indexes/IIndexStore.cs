namespace OrleansState.Indexes;

/// <summary>Reads the indexes of a store, without any record.</summary>
internal interface IIndexStore
{
    /// <summary>The sums of one index, by field; of several, such as slices of time, those of all together.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<IReadOnlyDictionary<string, long>> ReadSumsAsync(IReadOnlyCollection<string> indexes);

    /// <summary>The keys with the highest scores, the highest first.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<IReadOnlyList<IndexEntry>> ReadHighestAsync(string index, int count);

    /// <summary>The keys with the lowest scores, up to one, the lowest first.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<IReadOnlyList<IndexEntry>> ReadLowestAsync(string index, double upTo, int skip, int count);

    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    Task<long> CountAsync(string index);
}
