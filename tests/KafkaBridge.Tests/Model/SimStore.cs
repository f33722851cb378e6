using OrleansState.Grains.Engine;
using OrleansState.Replies;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>
/// A store with one append-only file: it restarts with any beginning of what it wrote. It keeps the rules of the real one,
/// except for the one that <paramref name="bug"/> leaves out.
/// </summary>
internal sealed class SimStore(SimFaults faults, PlantedBug bug, Action<string, ReadOnlyMemory<byte>> written) : IStateStore
{
    private readonly Lock _gate = new();
    private readonly List<(string Key, ETag ETag, ReadOnlyMemory<byte> Payload)> _file = [];
    private readonly Dictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload)> _records = [];
    private StoreIncarnation _life = new(Guid.NewGuid().ToString("N"));
    private int _floor;

    /// <summary>Token of the present life.</summary>
    public string Life
    {
        get
        {
            lock (_gate)
                return _life.Token;
        }
    }

    public StoreIncarnation LastSeen(string key)
    {
        lock (_gate)
            return _life;
    }

    public async Task<StoredRecord> ReadAsync(string key)
    {
        await Task.Yield();
        if (faults.Next() is not Fault.None)
            throw new StoreUnavailableException("A read was made to fail.", false, null);
        lock (_gate)
        {
            var (etag, payload) = _records.GetValueOrDefault(key);
            return new StoredRecord(payload, etag, _life);
        }
    }

    public async Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation)
    {
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
                if (!ReferenceEquals(incarnation, _life) && bug != PlantedBug.EarlierLivesAccepted)
                    return WriteOutcome.OtherIncarnation;
                if (_records.GetValueOrDefault(key).ETag != expected)
                    return WriteOutcome.Conflict;
                _file.Add((key, next, payload.ToArray()));
                _records[key] = (next, _file[^1].Payload);
            }

            written(key, payload);
            return WriteOutcome.Written;
        }
    }

    /// <summary>What is written so far is never lost.</summary>
    public void Secure()
    {
        lock (_gate)
            _floor = _file.Count;
    }

    /// <summary>The store ends, and begins another life with all but its last writes.</summary>
    public void Restart(int lostWrites)
    {
        lock (_gate)
        {
            var kept = Math.Max(_floor, _file.Count - lostWrites);
            _file.RemoveRange(kept, _file.Count - kept);
            _records.Clear();
            foreach (var (key, etag, payload) in _file)
                _records[key] = (etag, payload);
            _life = new StoreIncarnation(Guid.NewGuid().ToString("N"));
        }
    }
}
