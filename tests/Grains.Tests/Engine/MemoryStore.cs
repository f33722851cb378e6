using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansState.Grains.Engine;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>
/// A store in memory that keeps the rules of the real one: the ETag is compared, a write of another life is refused, and
/// what it acknowledged it can read. Tests put what goes wrong around it.
/// </summary>
internal sealed class MemoryStore : IStateStore
{
    private readonly ConcurrentDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> _records = new();
    private readonly Lock _gate = new();
    private StoreIncarnation _life = new("first life");

    /// <summary>Token of the present life.</summary>
    public string Life => _life.Token;

    public StoreIncarnation LastSeen(string key) => _life;

    public Task<StoredRecord> ReadAsync(string key)
    {
        lock (_gate)
        {
            var (etag, payload) = _records.GetValueOrDefault(key);
            return Task.FromResult(new StoredRecord(payload, etag, _life));
        }
    }

    public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation) =>
        Task.FromResult(Write(key, expected, next, payload, incarnation));

    /// <summary>Without an expected ETag the write is not guarded, as no store of ours may behave.</summary>
    public WriteOutcome Write(string key, ETag? expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(incarnation, _life))
                return WriteOutcome.OtherIncarnation;
            if (expected is not null && _records.GetValueOrDefault(key).ETag != expected)
                return WriteOutcome.Conflict;
            _records[key] = (next, payload.ToArray());
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
            _life = new StoreIncarnation(Guid.NewGuid().ToString());
        }
    }
}

/// <summary>What a store held at one moment.</summary>
internal sealed record StoreSnapshot(ImmutableDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> Records);
