namespace OrleansState.Indexes;

/// <summary>The indexes of a store for whoever reads them.</summary>
internal sealed class StateIndexes(IIndexStore store, TimeProvider clock) : IStateIndexes
{
    public async Task<long> SumAsync(string index) => (await store.ReadSumsAsync([index])).Values.Sum();

    public Task<IReadOnlyDictionary<string, long>> SumsAsync(string index) => store.ReadSumsAsync([index]);

    public Task<IReadOnlyDictionary<string, long>> GrowthAsync(string index, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, Trends.LongestWindow);
        return store.ReadSumsAsync([.. TimeSlices.Of(index, window, clock.GetUtcNow())]);
    }

    public Task<IReadOnlyList<IndexEntry>> HighestAsync(string index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return store.ReadHighestAsync(index, count);
    }

    public Task<long> CountAsync(string index) => store.CountAsync(index);
}
