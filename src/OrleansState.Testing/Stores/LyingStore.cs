using System.Collections.Concurrent;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>
/// A store in memory that keeps the rules of the real one, and does to each write what the test says: lets it hang, fails before it
/// or after it, and forgets its last writes as a server does that died. What is scripted befalls the next writes in their order,
/// whichever record they belong to; what is not is carried out.
/// </summary>
public sealed class LyingStore : IStateStore
{
    private readonly ConcurrentQueue<Func<Func<WriteOutcome>, Task<WriteOutcome>>> _script = new();
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _attempts = new();
    private readonly ConcurrentDictionary<string, LateWrites> _late = new();
    private readonly ConcurrentDictionary<string, bool> _touched = new();
    private FaultPlan _plan = FaultPlan.None;
    private int _reads;
    private int _writes;

    /// <summary>Token of the present epoch, which ends when the store restarts.</summary>
    public string Epoch => Memory.Epoch;

    /// <summary>Reads so far, failed ones included.</summary>
    public int Reads => _reads;

    /// <summary>Writes so far, failed ones included.</summary>
    public int Writes => _writes;

    /// <summary>The keys of the records that there are, as <c>kind/key</c>.</summary>
    public IReadOnlyCollection<string> Keys => Memory.Keys;

    /// <summary>Whether reads end with a <see cref="StoreUnavailableException"/>.</summary>
    public bool ReadsFail { get; set; }

    internal MemoryStore Memory { get; } = new();

    /// <summary>The records that were read or written under the plan.</summary>
    internal IEnumerable<string> Touched => _touched.Keys;

    /// <summary>What a test has left out of the store on purpose.</summary>
    internal PlantedFault Planted { get; set; }

    /// <summary>The next write hangs until the test lets it go.</summary>
    public HeldWrite HoldNextWrite()
    {
        var held = new HeldWrite();
        _script.Enqueue(async land =>
        {
            await held.WaitAsync();
            return land();
        });
        return held;
    }

    /// <summary>The next write fails before it is sent: it certainly does not happen, and the caller is told so.</summary>
    public void RefuseNextWrite() => _script.Enqueue(static _ => throw Unsent());

    /// <summary>The next write gets no answer: its caller does not know what became of it.</summary>
    /// <param name="lands">Whether it has happened.</param>
    public void LoseNextAnswer(bool lands) => _script.Enqueue(land =>
    {
        if (lands)
            land();
        throw Unanswered();
    });

    /// <summary>The next write is carried out; what the script says next is for the one after it.</summary>
    public void LetNextWriteThrough() => _script.Enqueue(static land => Task.FromResult(land()));

    /// <summary>All that the store holds.</summary>
    public StoreSnapshot Snapshot() => Memory.Snapshot();

    /// <summary>
    /// The store restarts: with what it held when the snapshot was taken, so that it has lost its tail, or with all it has. What was
    /// decided before is refused from here on. Live states find out by their next write; <see cref="TestSilo.LookAtStoreAsync()"/>
    /// has them look at once, as a real silo does within a second.
    /// </summary>
    /// <param name="snapshot">What it comes back with; null: with all it has.</param>
    public void Restart(StoreSnapshot? snapshot = null) => Memory.Restart(snapshot ?? Memory.Snapshot());

    /// <summary>The running store goes back to what it held when the snapshot was taken, and says nothing of it: somebody restored a backup.</summary>
    /// <param name="snapshot">What it holds from here on.</param>
    public void TakeBack(StoreSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Memory.TakeBack(snapshot);
    }

    StoreEpoch? IStateStore.LastSeen(string key) => Memory.LastSeen(key);

    Task IStateStore.EndAsync(StoreEpoch epoch) => Memory.EndAsync(epoch);

    Task IStateStore.PlaceTombstoneAsync(string userId, TimeSpan lifetime) => Memory.PlaceTombstoneAsync(userId, lifetime);

    Task<bool[]> IStateStore.FindTombstonesAsync(IReadOnlyCollection<string> userIds) => Memory.FindTombstonesAsync(userIds);

    IAsyncEnumerable<ReadOnlyMemory<byte>> IStateStore.ReadKeysAsync(string key) => Memory.ReadKeysAsync(key);

    async Task<StoredRecord> IStateStore.ReadAsync(string key)
    {
        Interlocked.Increment(ref _reads);
        await BeginReadAsync(key);
        var record = await Memory.ReadAsync(key);
        return Planted == PlantedFault.NoReload && _attempts.TryGetValue(key, out var attempt) ? record with { Payload = attempt } : record;
    }

    async Task<KeyFinding> IStateStore.FindKeyAsync(string key, Guid idempotencyKey)
    {
        await BeginReadAsync(key);
        return await Memory.FindKeyAsync(key, idempotencyKey);
    }

    async Task<WriteOutcome> IStateStore.WriteAsync(
        string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys, IndexWrite? indexes)
    {
        Interlocked.Increment(ref _writes);
        WriteOutcome Land() => Memory.Write(
            key, Planted == PlantedFault.NoETag ? null : expected, next, payload, epoch, Flawed(keys), Planted == PlantedFault.IndexInSecondCall ? null : indexes);
        if (_script.TryDequeue(out var step))
            return await step(Land);
        var access = Begin(key);
        if (Planted == PlantedFault.IndexFromWrongBase && _attempts.TryGetValue(key, out var attempted))
            indexes = Memory.Check!.Compare(key, attempted, payload);
        if (Planted is PlantedFault.NoReload or PlantedFault.IndexFromWrongBase)
            _attempts[key] = payload;
        if (Planted == PlantedFault.AnswerBeforeWrite)
        {
            if (access.Fault == StoreFault.None)
                Late(key).Add(access.Turns % 3, Land);
            return WriteOutcome.Written;
        }

        await access.TakeTimeAsync();
        var outcome = CarryOut(key, access, Land);
        if (Planted == PlantedFault.IndexInSecondCall && outcome == WriteOutcome.Written)
            Memory.ChangeIndexes(key, indexes);
        return outcome;
    }

    /// <summary>From here on the store does what the plan says, and knows nothing of a plan before.</summary>
    internal void Follow(FaultPlan plan)
    {
        _late.Clear();
        _attempts.Clear();
        _touched.Clear();
        Memory.Disagreement = null;
        _plan = plan;
    }

    private async Task BeginReadAsync(string key)
    {
        if (ReadsFail)
            throw new StoreUnavailableException("The test keeps the store from answering reads.", false, null);
        var access = Begin(key);
        await access.TakeTimeAsync();
        if (access.Fault != StoreFault.FailBefore)
            return;
        _plan.Observe($"a read of {key} fails");
        throw new StoreUnavailableException("A read was made to fail.", false, null);
    }

    private WriteOutcome CarryOut(string key, StoreAccess access, Func<WriteOutcome> land)
    {
        switch (access.Fault)
        {
            case StoreFault.FailBefore:
                _plan.Observe($"a write of {key} fails, unsent");
                throw Unsent();
            case StoreFault.Vanish:
                _plan.Observe($"a write of {key} vanishes");
                throw Unanswered();
            case StoreFault.FailAfter:
                _plan.Observe($"the answer to a write of {key} is lost: {land()}");
                throw Unanswered();
            case StoreFault.LandLate:
                var plan = _plan;
                plan.Observe($"a write of {key} hangs");
                Late(key).Add(access.Turns % 4, () =>
                {
                    var outcome = land();
                    plan.Observe($"a write of {key} lands late: {outcome}");
                    return outcome;
                });
                throw Unanswered();
            default:
                return land();
        }
    }

    private KeyWrite? Flawed(KeyWrite? keys) => Planted switch
    {
        PlantedFault.KeysNotSpilled => keys is null ? null : keys with { Spilled = [] },
        PlantedFault.KeysNotLookedFor => keys is null ? null : keys with { Fresh = [] },
        _ => keys,
    };

    private StoreAccess Begin(string key)
    {
        _touched.TryAdd(key, true);
        var access = _plan.Next();
        if (_late.TryGetValue(key, out var late))
            late.LandDue();
        return access;
    }

    private LateWrites Late(string key) => _late.GetOrAdd(key, static _ => new LateWrites());

    private static StoreUnavailableException Unsent() => new("The test did not send the write.", false, null);

    private static StoreUnavailableException Unanswered() => new("The test lost the answer of a write.", true, null);
}
