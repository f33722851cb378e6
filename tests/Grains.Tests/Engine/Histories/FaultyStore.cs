using System.Collections.Concurrent;
using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>
/// Fails before, fails after, delays and lets land late, each record's writes by a seed of its own. It takes its time in
/// turns of the scheduler, not in milliseconds. <paramref name="bug"/> plants a mistake that a history must show.
/// </summary>
internal sealed class FaultyStore(MemoryStore store, PlantedBug bug = PlantedBug.None) : IStateStore
{
    private readonly ConcurrentDictionary<string, RecordFaults> _faults = new();
    private readonly ConcurrentDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> _attempts = new();
    private readonly ConcurrentDictionary<string, LateWrites> _late = new();

    public void Seed(string key, RecordFaults faults) => _faults[key] = faults;

    public Task EndAsync(StoreEpoch epoch) => store.EndAsync(epoch);

    public async Task<StoredRecord> ReadAsync(string key)
    {
        var (fault, turns) = Next(key);
        Late(key).LandDue();
        await YieldAsync(turns);
        if (fault is Fault.FailBefore)
            throw new StoreUnavailableException("A read was made to fail.", false, null);
        var record = await store.ReadAsync(key);
        return bug == PlantedBug.NoReload && _attempts.TryGetValue(key, out var attempt) ? record with { Payload = attempt.Payload } : record;
    }

    public async Task<WriteOutcome> WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null)
    {
        var (fault, turns) = Next(key);
        Late(key).LandDue();
        _attempts[key] = (next, payload);
        WriteOutcome Land() => store.Write(key, bug == PlantedBug.NoETag ? null : expected, next, payload, epoch, Flawed(keys));
        if (bug == PlantedBug.AnswerBeforeCommit)
        {
            if (fault is Fault.None)
                Late(key).Add(turns % 3, Land);
            return WriteOutcome.Written;
        }

        await YieldAsync(turns);
        switch (fault)
        {
            case Fault.FailBefore:
                throw new StoreUnavailableException("A write was made to fail before it was sent.", false, null);
            case Fault.Vanish:
                throw new StoreUnavailableException("A write vanished.", true, null);
            case Fault.FailAfter:
                Land();
                throw new StoreUnavailableException("The answer of a write was lost.", true, null);
            case Fault.LandLate:
                Late(key).Add(turns % 4, Land);
                throw new StoreUnavailableException("A write took too long.", true, null);
            default:
                return Land();
        }
    }

    public async Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey)
    {
        var (fault, turns) = Next(key);
        Late(key).LandDue();
        await YieldAsync(turns);
        if (fault is Fault.FailBefore)
            throw new StoreUnavailableException("A look for a key was made to fail.", false, null);
        return await store.FindKeyAsync(key, idempotencyKey);
    }

    private KeyWrite? Flawed(KeyWrite? keys) => bug switch
    {
        PlantedBug.KeysNotSpilled => keys is null ? null : keys with { Spilled = [] },
        PlantedBug.KeysNotLookedFor => keys is null ? null : keys with { Fresh = [] },
        _ => keys,
    };

    private (Fault Fault, int Turns) Next(string key) => _faults.TryGetValue(key, out var faults) ? faults.Next() : (Fault.None, 0);

    private LateWrites Late(string key) => _late.GetOrAdd(key, static _ => new LateWrites());

    private static async Task YieldAsync(int turns)
    {
        for (var i = 0; i < turns; i++)
            await Task.Yield();
    }
}
