using OrleansState.Replies;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>A write on its way to Redis, and who waits for it.</summary>
/// <param name="key">The record's key, without the service's prefix.</param>
/// <param name="tombstone">The whole key of its user's tombstone where no record is expected, else null.</param>
/// <param name="expected">The ETag the record has to carry.</param>
/// <param name="next">The ETag it is to carry.</param>
/// <param name="payload">The state.</param>
/// <param name="incarnation">The life of the server it is meant for.</param>
internal sealed class PendingWrite(
    string key, string? tombstone, ETag expected, ETag next, ReadOnlyMemory<byte> payload, RedisIncarnation incarnation)
{
    // Whoever waits goes on at once, and only as far as its activation's queue: a hop less than by way of the thread pool.
    private readonly TaskCompletionSource<WriteOutcome> _done = new();

    public string Key => key;

    /// <summary>Looked at before a record is begun. A record that is there speaks for itself, and replacing it costs no look.</summary>
    public string? Tombstone => tombstone;

    public RedisIncarnation Incarnation => incarnation;

    public int Bytes => ETag.Size + payload.Length;

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

    public void Complete(WriteOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(string message, bool mayHaveLanded, Exception? fault) =>
        _done.TrySetException(new StoreUnavailableException(message, mayHaveLanded, fault));
}
