namespace OrleansState;

/// <summary>
/// Reads what states have been mapped to (<c>ConfigureState</c>), for whole kinds of them, without calling a grain. An index is
/// changed by the write that changes the record, in one atomic step: it says what the records say, at every moment. For silos and clients.
/// </summary>
public interface IStateIndexes
{
    /// <summary>A sum over all states.</summary>
    /// <param name="index">The index's name.</param>
    /// <returns>0 where no state adds to it.</returns>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<long> SumAsync(string index);

    /// <summary>Sums over all states, by field. A field whose sum is 0 is left out.</summary>
    /// <param name="index">The index's name.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyDictionary<string, long>> SumsAsync(string index);

    /// <summary>By how much sums grew of late, by field. What did not grow is left out.</summary>
    /// <param name="index">The index's name.</param>
    /// <param name="window">
    /// How far back: up to <see cref="Trends.ShortWindow"/> to the last 5 seconds, up to <see cref="Trends.LongestWindow"/> to the last minute.
    /// </param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyDictionary<string, long>> GrowthAsync(string index, TimeSpan window);

    /// <summary>The keys with the highest scores, the highest first; of equal scores the later key in ordinal order.</summary>
    /// <param name="index">The index's name.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<IndexEntry>> HighestAsync(string index, int count);

    /// <summary>How many keys an index holds. Of a bounded one no more than it may hold.</summary>
    /// <param name="index">The index's name.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<long> CountAsync(string index);
}
