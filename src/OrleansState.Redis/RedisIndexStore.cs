using OrleansState.Indexes;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>Reads indexes in Redis: a hash for sums, an ordered set for the rest. Only a primary is asked.</summary>
/// <param name="redis">The connection, which is not made before it is needed.</param>
/// <param name="keyPrefix">What every key begins with.</param>
internal sealed class RedisIndexStore(Lazy<IConnectionMultiplexer> redis, string keyPrefix) : IIndexStore
{
    private IDatabase Db => redis.Value.GetDatabase();

    public async Task<IReadOnlyDictionary<string, long>> ReadSumsAsync(IReadOnlyCollection<string> indexes)
    {
        var hashes = await AskAsync(Task.WhenAll(indexes.Select(index => Db.HashGetAllAsync(KeyOf(index), CommandFlags.DemandMaster)))).ConfigureAwait(false);
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in hashes.SelectMany(static hash => hash))
            sums[entry.Name!] = sums.GetValueOrDefault(entry.Name!) + (long)entry.Value;
        return sums;
    }

    public async Task<IReadOnlyList<IndexEntry>> ReadHighestAsync(string index, int count) =>
        Entries(await AskAsync(Db.SortedSetRangeByRankWithScoresAsync(KeyOf(index), 0, count - 1, Order.Descending, CommandFlags.DemandMaster)).ConfigureAwait(false));

    public async Task<IReadOnlyList<IndexEntry>> ReadLowestAsync(string index, double upTo, int skip, int count) =>
        Entries(await AskAsync(Db.SortedSetRangeByScoreWithScoresAsync(
            KeyOf(index), double.NegativeInfinity, upTo, Exclude.None, Order.Ascending, skip, count, CommandFlags.DemandMaster)).ConfigureAwait(false));

    public Task<long> CountAsync(string index) => AskAsync(Db.SortedSetLengthAsync(KeyOf(index), flags: CommandFlags.DemandMaster));

    private RedisKey KeyOf(string index) => RedisStateStore.IndexOf(keyPrefix, index);

    private static IReadOnlyList<IndexEntry> Entries(SortedSetEntry[] entries) => [.. entries.Select(static entry => new IndexEntry(entry.Element!, entry.Score))];

    private static async Task<T> AskAsync<T>(Task<T> question)
    {
        try
        {
            return await question.ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not answer what an index holds: {fault.Message}", false, fault);
        }
    }
}
