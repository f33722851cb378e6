using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansState.Grains.Engine;
using OrleansState.Replies;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>
/// A store in memory that does to each write what the test says. It keeps the rules of the real one: the ETag is compared,
/// a write of another life is refused, and what it acknowledged it can read.
/// </summary>
internal sealed class ScriptedStore : IStateStore
{
    private readonly ConcurrentDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> _records = new();
    private readonly ConcurrentQueue<Func<Func<WriteOutcome>, Task<WriteOutcome>>> _script = new();
    private StoreIncarnation _life = new("life 1");
    private int _writes;

    public int Writes => _writes;

    public bool ReadsFail { get; set; }

    public Task<StoredRecord> ReadAsync(string key)
    {
        if (ReadsFail)
            throw new StoreUnavailableException("The test keeps the store from answering reads.", false, null);
        var (etag, payload) = _records.GetValueOrDefault(key);
        return Task.FromResult(new StoredRecord(payload, etag, _life));
    }

    public async Task<WriteOutcome> WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation)
    {
        Interlocked.Increment(ref _writes);
        WriteOutcome Land()
        {
            if (!ReferenceEquals(incarnation, _life))
                return WriteOutcome.OtherIncarnation;
            if (_records.GetValueOrDefault(key).ETag != expected)
                return WriteOutcome.Conflict;
            _records[key] = (next, payload.ToArray());
            return WriteOutcome.Written;
        }

        return _script.TryDequeue(out var step) ? await step(Land) : Land();
    }

    /// <summary>The next write waits until the test lets it go.</summary>
    public HeldWrite HoldNextWrite()
    {
        var held = new HeldWrite();
        _script.Enqueue(async land =>
        {
            held.Begun.SetResult();
            await held.Released.Task;
            return land();
        });
        return held;
    }

    /// <summary>The next write gets no answer; whether it lands all the same is the test's choice.</summary>
    public void LoseNextAnswer(bool lands) => _script.Enqueue(land =>
    {
        if (lands)
            land();
        throw new StoreUnavailableException("The test lost the answer.", true, null);
    });

    /// <summary>The store restarts, with the records it has.</summary>
    public void Restart() => _life = new StoreIncarnation(Guid.NewGuid().ToString());

    /// <summary>The store restarts with what it held when the snapshot was taken: it lost its tail.</summary>
    public void Restart(StoreSnapshot snapshot)
    {
        _records.Clear();
        foreach (var (key, record) in snapshot.Records)
            _records[key] = record;
        Restart();
    }

    public StoreSnapshot Snapshot() => new(_records.ToImmutableDictionary());
}

internal sealed record StoreSnapshot(ImmutableDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> Records);

/// <summary>A write that has begun and waits.</summary>
internal sealed class HeldWrite
{
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
