using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>A write on its way to Redis, and who waits for it.</summary>
/// <param name="key">The record's key, without the service's prefix.</param>
/// <param name="tombstone">The whole key of its user's tombstone where no record is expected, else null.</param>
/// <param name="expected">The ETag the record has to carry.</param>
/// <param name="next">The ETag it is to carry.</param>
/// <param name="payload">The state.</param>
/// <param name="epoch">The epoch of the server it is meant for.</param>
/// <param name="keys">What it has to do with the keys beside the record; null: nothing.</param>
/// <param name="indexes">What it changes in indexes; null: nothing.</param>
internal sealed class PendingWrite(
    string key, string? tombstone, ETag expected, ETag next, ReadOnlyMemory<byte> payload, RedisEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null)
{
    // Whoever waits goes on at once, and only as far as its activation's queue: a hop less than by way of the thread pool.
    private readonly TaskCompletionSource<WriteOutcome> _done = new();

    public string Key => key;

    /// <summary>Looked at before a record is begun. A record that is there speaks for itself, and replacing it costs no look.</summary>
    public string? Tombstone => tombstone;

    public RedisEpoch Epoch => epoch;

    public int Bytes => ETag.Size + payload.Length + (keys?.Spilled.Sum(static entry => entry.Value.Length) ?? 0);

    public IndexWrite? Indexes => indexes;

    /// <summary>Whether it has to do with the keys beside records. Those of a record that goes, go with it.</summary>
    public bool TouchesKeys => keys is not null || next == ETag.None;

    public Task<WriteOutcome> Done => _done.Task;

    /// <summary>What the record must begin with: the expected ETag, or nothing where no record is expected.</summary>
    public byte[] Guard()
    {
        if (expected == ETag.None)
            return [];
        var guard = new byte[ETag.Size];
        expected.Write(guard);
        return guard;
    }

    /// <summary>What the record is to be: the new ETag and the payload, or nothing where there is to be no record.</summary>
    public byte[] Record()
    {
        if (next == ETag.None)
            return [];
        var record = new byte[Bytes];
        next.Write(record);
        payload.Span.CopyTo(record.AsSpan(ETag.Size));
        return record;
    }

    /// <summary>What the script is told of the keys beside the record.</summary>
    /// <param name="values">The script's arguments.</param>
    /// <param name="record">Which record of the call it is, from 1.</param>
    /// <param name="hash">Which of the call's keys is the first of the record's hashes, from 1.</param>
    public void AddKeys(List<RedisValue> values, int record, int hash)
    {
        var told = keys ?? new KeyWrite();
        values.AddRange([record, hash, SpilledEntry.Second(told.TooOld), told.Begun ?? RedisValue.EmptyString]);
        for (var slot = 0; slot < SpilledKeys.Slots; slot++)
            values.Add(told.Spilled.Any(entry => entry.Slot == slot) ? (long)told.Keep[slot].TotalMilliseconds : RedisValue.EmptyString);
        values.AddRange([told.Fresh.Count, told.Spilled.Count]);
        values.AddRange(told.Fresh.Select(static key => (RedisValue)key.ToByteArray()));
        foreach (var entry in told.Spilled)
            values.AddRange([entry.Slot, entry.Key.ToByteArray(), entry.Value]);
    }

    public void Complete(WriteOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(string message, bool mayHaveLanded, Exception? fault) =>
        _done.TrySetException(new StoreUnavailableException(message, mayHaveLanded, fault));
}
