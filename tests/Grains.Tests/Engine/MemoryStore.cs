using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Engine.Idempotency;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>
/// A store in memory that keeps the rules of the real one: the ETag is compared, a write of another life is refused, and
/// what it acknowledged it can read. Tests put what goes wrong around it.
/// </summary>
internal sealed class MemoryStore : IStateStore
{
    private readonly ConcurrentDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload, KeysInMemory? Keys)> _records = new();
    private readonly Lock _gate = new();
    private StoreIncarnation _life = new("first generation.first life");

    /// <summary>Token of the present life.</summary>
    public string Life => _life.Token;

    public StoreIncarnation LastSeen(string key) => _life;

    public Task EndAsync(StoreIncarnation incarnation)
    {
        lock (_gate)
        {
            if (ReferenceEquals(incarnation, _life))
                _life = new StoreIncarnation($"{Guid.NewGuid()}.{Guid.NewGuid()}");
        }

        return Task.CompletedTask;
    }

    public Task<StoredRecord> ReadAsync(string key)
    {
        lock (_gate)
        {
            var (etag, payload, _) = _records.GetValueOrDefault(key);
            return Task.FromResult(new StoredRecord(payload, etag, _life));
        }
    }

    public Task<WriteOutcome> WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation, KeyWrite? keys = null) =>
        Task.FromResult(Write(key, expected, next, payload, incarnation, keys));

    public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey)
    {
        lock (_gate)
            return Task.FromResult(new KeyFinding((_records.GetValueOrDefault(key).Keys ?? KeysInMemory.None).Find(idempotencyKey), _life));
    }

    /// <summary>Without an expected ETag the write is not guarded, as no store of ours may behave.</summary>
    public WriteOutcome Write(
        string key, ETag? expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation, KeyWrite? keys = null)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(incarnation, _life))
                return WriteOutcome.OtherIncarnation;
            var record = _records.GetValueOrDefault(key);
            if (expected is not null && record.ETag != expected)
                return WriteOutcome.Conflict;
            var beside = record.Keys ?? KeysInMemory.None;
            if (beside.Know(keys))
                return WriteOutcome.KeyKnown;
            _records[key] = (next, payload.ToArray(), next == ETag.None ? null : beside.After(keys));
            return WriteOutcome.Written;
        }
    }

    public StoreSnapshot Snapshot() => new(_records.ToImmutableDictionary());

    /// <summary>The store restarts with what it held when the snapshot was taken: it lost its tail.</summary>
    public void Restart(StoreSnapshot snapshot)
    {
        lock (_gate)
        {
            _records.Clear();
            foreach (var (key, record) in snapshot.Records)
                _records[key] = record;
            _life = new StoreIncarnation($"{_life.Generation}.{Guid.NewGuid()}");
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

/// <summary>What a store held at one moment.</summary>
internal sealed record StoreSnapshot(ImmutableDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload, KeysInMemory? Keys)> Records)
{
    public static StoreSnapshot Empty { get; } = new(ImmutableDictionary<string, (ETag, ReadOnlyMemory<byte>, KeysInMemory?)>.Empty);
}
