using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>
/// A store in memory that keeps the rules of the real one: the ETag is compared, a write of another epoch is refused, and
/// what it acknowledged it can read. What goes wrong is put around it.
/// </summary>
internal sealed class MemoryStore : IStateStore, IIndexStore
{
    private readonly ConcurrentDictionary<string, RecordInMemory> _records = new();
    private readonly Dictionary<string, RecordInMemory> _synced = [];
    private readonly HashSet<string> _erased = [];
    private readonly Lock _gate = new();
    private StoreEpoch _epoch = new("first generation.first epoch");

    /// <summary>Looks at each record that is written; null: nobody does.</summary>
    public IndexCheck? Check { get; set; }

    /// <summary>What it has found first.</summary>
    public string? Disagreement { get; set; }

    /// <summary>Token of the present epoch.</summary>
    public string Epoch => _epoch.Token;

    public StoreEpoch LastSeen(string key) => _epoch;

    public Task EndAsync(StoreEpoch epoch)
    {
        lock (_gate)
        {
            if (ReferenceEquals(epoch, _epoch))
                _epoch = new StoreEpoch($"{Guid.NewGuid()}.{Guid.NewGuid()}");
        }

        return Task.CompletedTask;
    }

    public Task<StoredRecord> ReadAsync(string key)
    {
        lock (_gate)
        {
            // Only the activation that wrote the rest can give it back to a store that loses its tail.
            var (etag, payload, _, _) = _synced[key] = _records.GetValueOrDefault(key);
            return Task.FromResult(new StoredRecord(payload, etag, _epoch, etag == ETag.None && IsErased(key)));
        }
    }

    public Task<WriteOutcome> WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
        Task.FromResult(Write(key, expected, next, payload, epoch, keys, indexes));

    public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey)
    {
        lock (_gate)
            return Task.FromResult(new KeyFinding((_records.GetValueOrDefault(key).Keys ?? KeysInMemory.None).Find(idempotencyKey), _epoch));
    }

    /// <summary>Without an expected ETag the write is not guarded, as no store of ours may behave.</summary>
    public WriteOutcome Write(
        string key, ETag? expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(epoch, _epoch))
                return WriteOutcome.OtherEpoch;
            var record = _records.GetValueOrDefault(key);
            if (expected is not null && record.ETag != expected)
                return WriteOutcome.Conflict;
            if (expected == ETag.None && IsErased(key))
                return WriteOutcome.Erased;
            var beside = record.Keys ?? KeysInMemory.None;
            if (beside.Know(keys))
                return WriteOutcome.KeyKnown;
            _records[key] = new RecordInMemory(
                next, payload.ToArray(), next == ETag.None ? null : beside.After(keys), (record.Indexed ?? IndexedInMemory.None).After(indexes));
            Disagreement ??= Check?.Find(key, _records[key]);
            return WriteOutcome.Written;
        }
    }

    /// <summary>Changes indexes apart from any write, as no store of ours may.</summary>
    public void ChangeIndexes(string key, IndexWrite? indexes)
    {
        lock (_gate)
        {
            var record = _records.GetValueOrDefault(key);
            _records[key] = record with { Indexed = (record.Indexed ?? IndexedInMemory.None).After(indexes) };
            Disagreement ??= Check?.Find(key, _records[key]);
        }
    }

    public Task PlaceTombstoneAsync(string userId, TimeSpan lifetime)
    {
        lock (_gate)
            _erased.Add(userId);
        return Task.CompletedTask;
    }

    public Task<bool[]> FindTombstonesAsync(IReadOnlyCollection<string> userIds)
    {
        lock (_gate)
            return Task.FromResult(userIds.Select(_erased.Contains).ToArray());
    }

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadKeysAsync(string key)
    {
        lock (_gate)
            return (_records.GetValueOrDefault(key).Keys ?? KeysInMemory.None).Values.Values.ToAsyncEnumerable();
    }

    /// <summary>The keys that there is a record under.</summary>
    public string[] Keys => [.. _records.Where(record => record.Value.ETag != ETag.None).Select(record => record.Key)];

    /// <summary>What records have come to in indexes, those that are gone among them.</summary>
    public IReadOnlyDictionary<string, RecordInMemory> Records => _records;

    public Task<IReadOnlyDictionary<string, long>> ReadSumsAsync(IReadOnlyCollection<string> indexes)
    {
        lock (_gate)
        {
            var sums = Indexed.SelectMany(static indexed => indexed.Sums).Where(sum => indexes.Contains(sum.Key.Index));
            return Task.FromResult<IReadOnlyDictionary<string, long>>(sums
                .GroupBy(static sum => sum.Key.Field, static sum => sum.Value)
                .Select(static field => KeyValuePair.Create(field.Key, field.Sum()))
                .Where(static sum => sum.Value != 0)
                .ToDictionary(StringComparer.Ordinal));
        }
    }

    public Task<IReadOnlyList<IndexEntry>> ReadHighestAsync(string index, int count) => Task.FromResult<IReadOnlyList<IndexEntry>>(
        [.. EntriesOf(index).OrderByDescending(static entry => entry.Score).ThenByDescending(static entry => entry.Key, StringComparer.Ordinal).Take(count)]);

    public Task<IReadOnlyList<IndexEntry>> ReadLowestAsync(string index, double upTo, int skip, int count) => Task.FromResult<IReadOnlyList<IndexEntry>>(
        [.. EntriesOf(index).Where(entry => entry.Score <= upTo).OrderBy(static entry => entry.Score).ThenBy(static entry => entry.Key, StringComparer.Ordinal).Skip(skip).Take(count)]);

    public Task<long> CountAsync(string index) => Task.FromResult((long)EntriesOf(index).Count);

    private IEnumerable<IndexedInMemory> Indexed => _records.Values.Select(static record => record.Indexed).OfType<IndexedInMemory>();

    private List<IndexEntry> EntriesOf(string index)
    {
        lock (_gate)
        {
            return [.. Indexed.SelectMany(static indexed => indexed.Entries)
                .Where(entry => entry.Key.Index == index)
                .Select(static entry => new IndexEntry(entry.Key.Member, entry.Value))];
        }
    }

    private bool IsErased(string key) => _erased.Contains(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    public StoreSnapshot Snapshot() => new(_records.ToImmutableDictionary());

    /// <summary>The store restarts with what it held when the snapshot was taken: it lost its tail.</summary>
    public void Restart(StoreSnapshot snapshot)
    {
        lock (_gate)
        {
            _records.Clear();
            foreach (var (key, record) in snapshot.Records)
                _records[key] = record;
            _epoch = new StoreEpoch($"{_epoch.Generation}.{Guid.NewGuid()}");
        }
    }

    /// <summary>What these records are by now is safe from the next loss.</summary>
    public void Sync(IEnumerable<string> keys)
    {
        lock (_gate)
        {
            foreach (var key in keys)
                _synced[key] = _records.GetValueOrDefault(key);
        }
    }

    /// <summary>The store restarts, and each of these records is again what it was when it was last read or synced.</summary>
    public void LoseTail(IEnumerable<string> keys)
    {
        lock (_gate)
        {
            foreach (var key in keys)
            {
                _records[key] = _synced.GetValueOrDefault(key);
                Disagreement ??= Check?.Find(key, _records[key]);
            }

            _epoch = new StoreEpoch($"{_epoch.Generation}.{Guid.NewGuid()}");
        }
    }

    /// <summary>The running store goes back to what it held when the snapshot was taken, and says nothing of it.</summary>
    public void TakeBack(StoreSnapshot snapshot)
    {
        lock (_gate)
        {
            _records.Clear();
            foreach (var (key, record) in snapshot.Records)
                _records[key] = record;
        }
    }
}
