using System.Text;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>
/// A store with one append-only file: it restarts, or a replica of it is promoted, with any beginning of what it wrote; it is
/// emptied, or single records are taken from it. It keeps the rules of the real one, except for the one that
/// <paramref name="bug"/> leaves out.
/// </summary>
internal sealed class SimStore(SimFaults faults, PlantedBug bug, Action<string, ReadOnlyMemory<byte>> written) : IStateStore
{
    private static readonly byte[] Garbage = [9, 9, 9];

    /// <summary>Where the store keeps the name of its generation, as any other record.</summary>
    private const string GenerationKey = "generation";

    private static readonly ReadOnlyMemory<byte> FirstGeneration = "first"u8.ToArray();

    private readonly Lock _gate = new();
    private readonly List<(string Key, ETag ETag, ReadOnlyMemory<byte> Payload)> _file = [];
    private readonly Dictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> _records = [];
    private SimEpoch? _epoch;
    private readonly HashSet<string> _spoilt = [];
    private int _floor;

    /// <summary>Token of the present epoch.</summary>
    public string Epoch
    {
        get
        {
            lock (_gate)
                return Current.Token;
        }
    }

    public StoreEpoch LastSeen(string key)
    {
        lock (_gate)
            return Current;
    }

    public Task EndAsync(StoreEpoch epoch)
    {
        if (faults.Next() is not Fault.None)
            throw new StoreUnavailableException("The end of an epoch was made to fail.", true, null);
        lock (_gate)
        {
            if (ReferenceEquals(epoch, _epoch))
                BeginGeneration();
        }

        return Task.CompletedTask;
    }

    public async Task<StoredRecord> ReadAsync(string key)
    {
        await Task.Yield();
        if (faults.Next() is not Fault.None)
            throw new StoreUnavailableException("A read was made to fail.", false, null);
        lock (_gate)
        {
            var (etag, payload) = _records.GetValueOrDefault(key);
            return new StoredRecord(_spoilt.Contains(key) && etag != ETag.None ? Garbage : payload, etag, Current);
        }
    }

    public async Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null)
    {
        if (keys is not null)
            throw new NotSupportedException("Nobody sends keys in this world.");
        await Task.Yield();
        switch (faults.Next())
        {
            case Fault.Fails:
                throw new StoreUnavailableException("A write was not sent.", false, null);
            case Fault.Vanishes:
                throw new StoreUnavailableException("A write vanished.", true, null);
            case Fault.AnswerLost:
                Write();
                throw new StoreUnavailableException("A write's answer was lost.", true, null);
            case Fault.Late:
                faults.Later(() => Task.FromResult(Write()));
                throw new StoreUnavailableException("A write took too long.", true, null);
            default:
                return Write();
        }

        WriteOutcome Write()
        {
            lock (_gate)
            {
                if (!ReferenceEquals(epoch, Current) && bug != PlantedBug.EarlierLivesAccepted)
                    return WriteOutcome.OtherEpoch;
                if (_records.GetValueOrDefault(key).ETag != expected)
                    return WriteOutcome.Conflict;
                _file.Add((key, next, payload.ToArray()));
                _records[key] = (next, _file[^1].Payload);
            }

            written(key, payload);
            return WriteOutcome.Written;
        }
    }

    public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => throw new NotSupportedException("Nobody sends keys in this world.");

    /// <summary>A record can't be read, though it is there and may be written.</summary>
    public void Spoil(string key)
    {
        lock (_gate)
            _spoilt.Add(key);
    }

    public void Mend()
    {
        lock (_gate)
            _spoilt.Clear();
    }

    /// <summary>What is written so far is never lost.</summary>
    public void Secure()
    {
        lock (_gate)
            _floor = _file.Count;
    }

    /// <summary>The store ends, and begins another epoch with all but its last writes.</summary>
    public void Restart(int lostWrites)
    {
        lock (_gate)
        {
            var kept = Math.Max(_floor, _file.Count - lostWrites);
            _file.RemoveRange(kept, _file.Count - kept);
            Replay();
            _epoch = null;
        }
    }

    /// <summary>A replica takes over that lacks the last writes: the server that was there before goes on as if nothing had been.</summary>
    public void Promote(int lostWrites)
    {
        var before = _epoch;
        Restart(lostWrites);
        lock (_gate)
        {
            if (bug == PlantedBug.PromotionKeepsTheEpoch)
                _epoch = before;
        }
    }

    /// <summary>Everything that is not secured is taken from the running store.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _file.RemoveRange(_floor, _file.Count - _floor);
            Replay();
            if (bug != PlantedBug.EmptiedStoreKeepsItsEpoch)
                BeginGeneration();
        }
    }

    /// <summary>One record is taken from the running store.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            _file.Add((key, ETag.None, default));
            _records.Remove(key);
        }
    }

    private SimEpoch Current => _epoch ??= new SimEpoch(
        this, Encoding.UTF8.GetString(_records.TryGetValue(GenerationKey, out var generation) ? generation.Payload.Span : FirstGeneration.Span));

    private void BeginGeneration()
    {
        _file.Add((GenerationKey, ETag.New(), Encoding.UTF8.GetBytes(Guid.NewGuid().ToString("N"))));
        _records[GenerationKey] = (_file[^1].ETag, _file[^1].Payload);
        _epoch = null;
    }

    private void Replay()
    {
        _records.Clear();
        foreach (var (key, etag, payload) in _file)
            _records[key] = (etag, payload);
    }
}
