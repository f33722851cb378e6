using OrleansState.Replies;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>A write on its way to Redis, and who waits for it.</summary>
internal sealed class PendingWrite(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, RedisIncarnation incarnation)
{
    // Whoever waits goes on at once, and only as far as its activation's queue: a hop less than by way of the thread pool.
    private readonly TaskCompletionSource<WriteOutcome> _done = new();

    public string Key => key;

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
