using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// Records in Redis: one string a record, the ETag's 16 bytes and then the payload. A script compares the ETag and
/// replaces the record, for many records in one call; it is loaded for one epoch of the server and refused by any other.
/// Keys that have left a record lie in two hashes beside it, a field a key, which Redis drops some time after the last of them.
/// </summary>
internal sealed class RedisStateStore(IConnectionMultiplexer redis, RedisEpochs epochs, CallBreaker breaker, string keyPrefix, Action<string>? indexFailed = null) : IStateStore
{
    /// <summary>Never written: reading it asks the server and nothing else.</summary>
    private const string ProbeKey = "probe";

    private readonly IDatabase _db = redis.GetDatabase();
    private readonly ReadPipeline _reads = new(redis.GetDatabase(), epochs, breaker);
    private readonly WritePipeline _writes = new(redis.GetDatabase(), epochs, breaker, keyPrefix, indexFailed ?? (static _ => { }));
    private readonly KeyFinder _keys = new(redis.GetDatabase(), epochs, breaker);

    public StoreEpoch? LastSeen(string key) => epochs.LastSeen;

    public Task<StoredRecord> ReadAsync(string key) => _reads.ReadAsync(new PendingRead(keyPrefix + key, TombstoneOf(key)));

    public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
        _writes.WriteAsync(new PendingWrite(
            key, expected == ETag.None ? TombstoneOf(key) : null, expected, next, payload, (RedisEpoch)epoch, keys, indexes));

    public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) =>
        _keys.FindAsync([.. Enumerable.Range(0, SpilledKeys.Slots).Select(slot => HashOf(keyPrefix, key, slot))], idempotencyKey);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadKeysAsync(string key)
    {
        foreach (var slot in Enumerable.Range(0, SpilledKeys.Slots))
        {
            // In pages: nobody bounds how many keys come in a day, and one command for all of them would stop the server.
            await using var entries = _db.HashScanAsync(HashOf(keyPrefix, key, slot), flags: CommandFlags.DemandMaster).GetAsyncEnumerator();
            while (await NextAsync(entries).ConfigureAwait(false))
                yield return (byte[]?)entries.Current.Value ?? [];
        }
    }

    /// <summary>The whole key of a hash of the keys beside a record. No kind of state has such a name.</summary>
    public static RedisKey HashOf(string keyPrefix, string key, int slot) => $"{keyPrefix}keys{slot}/{key}";

    /// <summary>The whole key of an index. No kind of state has such a name.</summary>
    public static RedisKey IndexOf(string keyPrefix, string index) => $"{keyPrefix}index/{index}";

    /// <summary>The whole key of the score above which nothing is left out of a bounded index.</summary>
    public static RedisKey FloorOf(string keyPrefix, string index) => $"{keyPrefix}floor/{index}";

    public async Task EndAsync(StoreEpoch epoch)
    {
        try
        {
            await epochs.EndAsync((RedisEpoch)epoch).ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not confirm the end of an epoch: {epochs.Failed(fault)}", true, fault);
        }
    }

    public Task PingAsync() => CurrentTokenAsync();

    /// <summary>
    /// The token of the epoch the server is in, asked of the server: a script of the epoch known so far is called, and
    /// where it is refused the new epoch is entered.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    public async Task<string> CurrentTokenAsync() => (await ReadAsync(ProbeKey).ConfigureAwait(false)).Epoch.Token;

    /// <summary>
    /// Marks a user as erased, for a time. Every later read of a record of theirs that is not there says so, and no write
    /// begins one, whatever its activation had read before.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer; the mark may be there all the same.</exception>
    public async Task PlaceTombstoneAsync(string userId, TimeSpan lifetime)
    {
        try
        {
            var epoch = await epochs.CurrentAsync().ConfigureAwait(false);
            await epoch.CommitAsync(_db, _db.StringSetAsync(Tombstone(userId), "1", lifetime)).ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not confirm a tombstone: {epochs.Failed(fault)}", true, fault);
        }
    }

    /// <summary>For each user whether the store has a tombstone.</summary>
    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    public async Task<bool[]> FindTombstonesAsync(IReadOnlyCollection<string> userIds)
    {
        try
        {
            return await Task.WhenAll(userIds.Select(userId => _db.KeyExistsAsync(Tombstone(userId), CommandFlags.DemandMaster))).ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not answer who was erased: {epochs.Failed(fault)}", false, fault);
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<HashEntry> entries)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not answer which keys it knows: {epochs.Failed(fault)}", false, fault);
        }
    }

    /// <summary>Of the user whose record it would be: what follows the kind. Keys of other states name nobody.</summary>
    private string TombstoneOf(string key) => Tombstone(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    /// <summary>Under a hash: a tombstone must not name who is gone.</summary>
    private string Tombstone(string userId) => $"{keyPrefix}erased/{UserHash.Of(userId)}";
}
