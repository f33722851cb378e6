using System.Buffers;
using System.Text;
using Orleans.Serialization;

namespace OrleansState.Idempotency;

/// <summary>
/// The keys that lie beside one record. A key the record does not have is taken for a new one, and the write that carries
/// its effect is refused by the store where it lies beside the record: no new key costs a call of its own.
/// </summary>
internal sealed class KeysBeside<TState>(StateEngine engine, Serializer<SpilledKey<TState>> serializer, string recordKey)
    where TState : class
{
    /// <summary>Kept longer than a key lives by as much as the clocks of two silos may differ.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    /// <summary>Where one key came again others may follow: they are looked for first, so that they hold up no other command's write.</summary>
    private static readonly TimeSpan Watchful = TimeSpan.FromSeconds(1);

    private long? _met;

    /// <summary>Whether a key has come again a moment ago.</summary>
    public bool LookFirst => _met is { } met && engine.Clock.GetElapsedTime(met) < Watchful;

    /// <summary>A write was refused because one of its keys lies beside the record.</summary>
    public void Met() => _met = engine.Clock.GetTimestamp();

    public SpilledEntry Entry(int slot, SpilledKey<TState> spilled)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        Encoding.ASCII.GetBytes(SpilledEntry.Second(spilled.Key.Second), buffer);
        serializer.Serialize(spilled, buffer);
        return new SpilledEntry(slot, spilled.Key.Key, buffer.WrittenSpan.ToArray());
    }

    /// <summary>A key that a write under way, or the next one, moves out of the record.</summary>
    public SpilledKey<TState>? Pending(Guid key, Commit? inFlight, Commit? next)
    {
        foreach (var entry in (next?.Spilled ?? []).Concat(inFlight?.Spilled ?? []))
        {
            if (entry.Key == key)
                return Read(entry.Value);
        }

        return null;
    }

    /// <summary>A key beside the record that still counts, and the epoch of the store in which it lies there.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<(SpilledKey<TState>? Key, string Epoch)> FindAsync(Guid key)
    {
        var finding = await engine.Store.FindKeyAsync(recordKey, key);
        var found = finding.Values.Select(Read).MaxBy(spilled => spilled.Key.Second);
        return (found is null || KeyMemory.IsTooOld(found.Key, engine.Clock.GetUtcNow(), engine.Idempotency) ? null : found, finding.Epoch.Token);
    }

    /// <summary>The keys beside the record, those that have run out among them.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public IAsyncEnumerable<SpilledKey<TState>> ReadAllAsync() => engine.Store.ReadKeysAsync(recordKey).Select(Read);

    /// <summary>What a write that replaces one state of the record by another has to do; null: nothing.</summary>
    public KeyWrite? Of(Commit commit, SpilledKeys? before, SpilledKeys? after)
    {
        var fresh = before is null ? [] : commit.Fresh;
        if (fresh.Count == 0 && commit.Spilled.Count == 0)
            return null;
        return Write(commit.Spilled, after) with
        {
            Fresh = fresh,
            TooOld = KeyMemory.NewestTooOld(engine.Clock.GetUtcNow(), engine.Idempotency),
            Begun = after is null || (before?.Slot == after.Slot && before.Since == after.Since) ? null : after.Slot,
        };
    }

    /// <summary>What gives the store back the keys that it lost with the record.</summary>
    public KeyWrite Again(IReadOnlyList<SpilledEntry> lost, SpilledKeys? keys) => Write(lost, keys);

    private KeyWrite Write(IReadOnlyList<SpilledEntry> spilled, SpilledKeys? keys)
    {
        var second = engine.Clock.GetUtcNow().ToUnixTimeSeconds();
        return new KeyWrite
        {
            Spilled = spilled,
            Keep = [.. Enumerable.Range(0, SpilledKeys.Slots).Select(slot => TimeSpan.FromSeconds(Math.Max(0, (keys?.UntilOf(slot) ?? 0) - second)) + ClockDifference)],
        };
    }

    private SpilledKey<TState> Read(ReadOnlyMemory<byte> value) => serializer.Deserialize(value[SpilledEntry.SecondDigits..])!;
}
