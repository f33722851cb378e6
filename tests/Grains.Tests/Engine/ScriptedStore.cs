using System.Collections.Concurrent;
using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>A store that does to each write what the test says.</summary>
internal sealed class ScriptedStore : IStateStore
{
    private readonly MemoryStore _store = new();
    private readonly ConcurrentQueue<Func<Func<WriteOutcome>, Task<WriteOutcome>>> _script = new();
    private int _reads;
    private int _writes;
    private bool _userIsErased;

    public int Writes => _writes;

    public string Epoch => _store.Epoch;

    public bool ReadsFail { get; set; }

    /// <summary>How many reads there were.</summary>
    public int Reads => _reads;

    public StoreEpoch LastSeen(string key) => _store.LastSeen(key);

    public Task EndAsync(StoreEpoch epoch) => _store.EndAsync(epoch);

    public async Task<StoredRecord> ReadAsync(string key)
    {
        Interlocked.Increment(ref _reads);
        if (ReadsFail)
            throw new StoreUnavailableException("The test keeps the store from answering reads.", false, null);
        var record = await _store.ReadAsync(key);
        return record with { Erased = _userIsErased && record.ETag == ETag.None };
    }

    public async Task<WriteOutcome> WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null)
    {
        Interlocked.Increment(ref _writes);
        WriteOutcome Land() => _store.Write(key, expected, next, payload, epoch, keys);
        return _script.TryDequeue(out var step) ? await step(Land) : Land();
    }

    public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => _store.FindKeyAsync(key, idempotencyKey);

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

    /// <summary>The next write is carried out; the one after it is what the script says next.</summary>
    public void LetNextWriteThrough() => _script.Enqueue(land => Task.FromResult(land()));

    /// <summary>The next write certainly does not happen.</summary>
    public void RefuseNextWrite() =>
        _script.Enqueue(_ => throw new StoreUnavailableException("The test did not send the write.", false, null));

    /// <summary>The next write is to begin a record. It waits until the test lets it go, and finds its user erased then.</summary>
    public HeldWrite EraseUserBeforeNextWrite()
    {
        var held = new HeldWrite();
        _script.Enqueue(async _ =>
        {
            held.Begun.SetResult();
            await held.Released.Task;
            _userIsErased = true;
            return WriteOutcome.Erased;
        });
        return held;
    }

    public StoreSnapshot Snapshot() => _store.Snapshot();

    /// <summary>The running store goes back to what it held when the snapshot was taken, or loses all it has.</summary>
    public void TakeBack(StoreSnapshot? snapshot = null) => _store.TakeBack(snapshot ?? StoreSnapshot.Empty);

    /// <summary>The store restarts: with all it has, or with what it held when the snapshot was taken.</summary>
    public void Restart(StoreSnapshot? snapshot = null) => _store.Restart(snapshot ?? _store.Snapshot());
}

/// <summary>A write that has begun and waits.</summary>
internal sealed class HeldWrite
{
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
