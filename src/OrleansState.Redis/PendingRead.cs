using OrleansState.Storage;

namespace OrleansState.Redis;

/// <summary>A read on its way to Redis, and who waits for it.</summary>
/// <param name="key">The record's whole key.</param>
/// <param name="tombstone">The whole key of its user's tombstone, looked at where there is no record.</param>
internal sealed class PendingRead(string key, string tombstone)
{
    // Whoever waits goes on at once, and only as far as its activation's queue.
    private readonly TaskCompletionSource<StoredRecord> _done = new();

    public string Key => key;

    public string Tombstone => tombstone;

    public Task<StoredRecord> Done => _done.Task;

    public void Complete(StoredRecord record) => _done.TrySetResult(record);

    /// <summary>The store answers, and the key holds no record.</summary>
    public void Refuse(string reason) => _done.TrySetException(new StateUnreadableException(key, reason));

    public void Fail(string message, Exception? fault) => _done.TrySetException(
        fault is null || RedisFaults.IsStoreFault(fault) ? new StoreUnavailableException(message, false, fault) : fault);
}
