using System.Globalization;
using System.Runtime.CompilerServices;
using OrleansState.Indexes;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>Holds indexes in Redis against records there.</summary>
/// <param name="redis">The connection, which is not made before it is needed.</param>
/// <param name="keyPrefix">What every key begins with.</param>
internal sealed class RedisIndexAudit(Lazy<IConnectionMultiplexer> redis, string keyPrefix) : IIndexAudit
{
    private const int PageSize = 500;

    /// <summary>Records, and of each set the scores of their keys and its floor. The records come first, as many as there are arguments, then each set and its floor.</summary>
    private const string Read =
        """
        local answer = { redis.call('MGET', unpack(KEYS, 1, #ARGV)) }
        for set = #ARGV + 1, #KEYS, 2 do
          answer[#answer + 1] = redis.call('ZMSCORE', KEYS[set], unpack(ARGV))
          answer[#answer + 1] = redis.call('GET', KEYS[set + 1])
        end
        return answer
        """;

    /// <summary>Of members those that are in a set and have no record. The records come first, as many as there are arguments, then the set.</summary>
    private const string Ghosts =
        """
        local ghosts = {}
        for i = 1, #ARGV do
          if redis.call('EXISTS', KEYS[i]) == 0 and redis.call('ZSCORE', KEYS[#KEYS], ARGV[i]) then ghosts[#ghosts + 1] = ARGV[i] end
        end
        return ghosts
        """;

    /// <summary>Of a record with this ETag (nothing: of none) the place in a set, or none.</summary>
    private const string Place =
        """
        if redis.call('GETRANGE', KEYS[1], '0', '15') ~= ARGV[1] then return 0 end
        local floor = tonumber(redis.call('GET', KEYS[3]) or '')
        if ARGV[3] ~= '' and floor and tonumber(ARGV[3]) <= floor then return 0 end
        if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[2]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2]) end
        return 1
        """;

    private const string ReplaceFloor =
        """
        if tonumber(redis.call('GET', KEYS[1]) or '') ~= tonumber(ARGV[1]) then return 0 end
        if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2]) end
        return 1
        """;

    private const string Add =
        """
        if redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2]) == 0 then redis.call('HDEL', KEYS[1], ARGV[1]) end
        return 1
        """;

    private IDatabase Db => redis.Value.GetDatabase();

    public async IAsyncEnumerable<IReadOnlyList<AuditedRecord>> ReadRecordsAsync(
        string kind, IReadOnlyList<IndexedBy> sets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = new List<string>(PageSize);
        await foreach (var key in ScanAsync(kind, cancellationToken).ConfigureAwait(false))
        {
            keys.Add(key);
            if (keys.Count < PageSize)
                continue;
            yield return await ReadAsync(kind, keys, sets).ConfigureAwait(false);
            keys.Clear();
        }

        if (keys.Count > 0)
            yield return await ReadAsync(kind, keys, sets).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ReadGhostsAsync(string kind, string set, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var members = new List<string>(PageSize);
        await using var entries = Db.SortedSetScanAsync(RedisStateStore.IndexOf(keyPrefix, set), pageSize: PageSize, flags: CommandFlags.DemandMaster).GetAsyncEnumerator(cancellationToken);
        while (await AskAsync(entries.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            members.Add(entries.Current.Element!);
            if (members.Count < PageSize)
                continue;
            yield return await WithoutRecordAsync(kind, set, members).ConfigureAwait(false);
            members.Clear();
        }

        if (members.Count > 0)
            yield return await WithoutRecordAsync(kind, set, members).ConfigureAwait(false);
    }

    public async Task<double?> ReadFloorAsync(string set) =>
        (double?)await AskAsync(Db.StringGetAsync(RedisStateStore.FloorOf(keyPrefix, set), CommandFlags.DemandMaster)).ConfigureAwait(false);

    public Task ReplaceFloorAsync(string set, double before, double? after) =>
        AskAsync(Db.ScriptEvaluateAsync(ReplaceFloor, [RedisStateStore.FloorOf(keyPrefix, set)], [Text(before), after is { } floor ? Text(floor) : RedisValue.EmptyString], CommandFlags.DemandMaster));

    public async Task<bool> PlaceAsync(string kind, string key, ETag etag, string set, double? score)
    {
        var guard = new byte[etag == ETag.None ? 0 : ETag.Size];
        if (etag != ETag.None)
            etag.Write(guard);
        return (bool)await AskAsync(Db.ScriptEvaluateAsync(
            Place, [RecordKey(kind, key), RedisStateStore.IndexOf(keyPrefix, set), RedisStateStore.FloorOf(keyPrefix, set)], [guard, key, score is { } place ? Text(place) : RedisValue.EmptyString], CommandFlags.DemandMaster)).ConfigureAwait(false);
    }

    public Task AddAsync(string index, string field, long delta) =>
        AskAsync(Db.ScriptEvaluateAsync(Add, [RedisStateStore.IndexOf(keyPrefix, index)], [field, delta], CommandFlags.DemandMaster));

    public async Task<string?> ReadBuiltAsync(string kind) => await AskAsync(Db.StringGetAsync(BuiltKey(kind), CommandFlags.DemandMaster)).ConfigureAwait(false);

    public Task NoteBuiltAsync(string kind, string indexes) => AskAsync(Db.StringSetAsync(BuiltKey(kind), indexes, flags: CommandFlags.DemandMaster));

    private async IAsyncEnumerable<string> ScanAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = RecordKey(kind, "").ToString();
        var primaries = redis.Value.GetServers().Where(static server => server is { IsConnected: true, IsReplica: false }).ToList();
        if (primaries.Count == 0)
            throw new StoreUnavailableException("No primary is connected whose records could be looked at.", false, null);
        foreach (var server in primaries)
        {
            await using var keys = server.KeysAsync(pattern: Escaped(prefix) + "*", pageSize: PageSize).GetAsyncEnumerator(cancellationToken);
            while (await AskAsync(keys.MoveNextAsync().AsTask()).ConfigureAwait(false))
                yield return keys.Current.ToString()[prefix.Length..];
        }
    }

    /// <summary>One script a page: each record and the places of its key are of one moment.</summary>
    private async Task<IReadOnlyList<AuditedRecord>> ReadAsync(string kind, List<string> keys, IReadOnlyList<IndexedBy> sets)
    {
        var answer = (RedisResult[])(await AskAsync(Db.ScriptEvaluateAsync(
            Read,
            [.. keys.Select(key => RecordKey(kind, key)), .. sets.SelectMany(set => new[] { RedisStateStore.IndexOf(keyPrefix, set.Name), RedisStateStore.FloorOf(keyPrefix, set.Name) })],
            [.. keys.Select(static key => (RedisValue)key)],
            CommandFlags.DemandMaster)).ConfigureAwait(false))!;
        var payloads = (RedisValue[])answer[0]!;
        var places = answer.Skip(1).Chunk(2).Select(static set => (Scores: (RedisValue[])set[0]!, Floor: (double?)(RedisValue)set[1])).ToList();
        var audited = new List<AuditedRecord>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            // A record that has gone since it was found says nothing, and is no ghost.
            if ((byte[]?)payloads[i] is { Length: > ETag.Size } record)
                audited.Add(new AuditedRecord(keys[i], ETag.Read(record), record.AsMemory(ETag.Size), [.. places.Select(place => new IndexPlace((double?)place.Scores[i], place.Floor))]));
        }

        return audited;
    }

    private async Task<IReadOnlyList<string>> WithoutRecordAsync(string kind, string set, List<string> members)
    {
        var ghosts = (RedisValue[])(await AskAsync(Db.ScriptEvaluateAsync(
            Ghosts, [.. members.Select(member => RecordKey(kind, member)), RedisStateStore.IndexOf(keyPrefix, set)], [.. members.Select(static member => (RedisValue)member)], CommandFlags.DemandMaster)).ConfigureAwait(false))!;
        return [.. ghosts.Select(static ghost => (string)ghost!)];
    }

    private RedisKey RecordKey(string kind, string key) => $"{keyPrefix}{kind}/{key}";

    private RedisKey BuiltKey(string kind) => $"{keyPrefix}indexed/{kind}";

    private static string Text(double score) => score.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What stands in a key is no pattern.</summary>
    private static string Escaped(string text) =>
        string.Concat(text.Select(static letter => letter is '*' or '?' or '[' or ']' or '\\' ? $"\\{letter}" : letter.ToString()));

    private static async Task<T> AskAsync<T>(Task<T> question)
    {
        try
        {
            return await question.ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            throw new StoreUnavailableException($"Redis did not answer a verification of indexes: {fault.Message}", false, fault);
        }
    }
}
