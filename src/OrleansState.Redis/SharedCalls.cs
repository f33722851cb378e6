using System.Collections.Concurrent;

namespace OrleansState.Redis;

/// <summary>
/// Lets what is asked of the store at one moment travel in one call. What finds a call free is sent at once; what comes
/// while calls are under way shares the next one, so that a busy silo pays for a call once in a batch and an idle one
/// waits for nothing.
/// </summary>
internal abstract class SharedCalls<TItem>
{
    /// <summary>Calls under way: one that Redis works on, one on the wire behind it.</summary>
    private const int MaxCalls = 2;

    /// <summary>Bounds how long one call keeps Redis from others: about a millisecond.</summary>
    private const int MaxItems = 256;

    private const int MaxBytes = 1 << 20;

    private readonly ConcurrentQueue<TItem> _queue = new();
    private readonly Lock _taking = new();
    private int _calls;

    protected void Add(TItem item)
    {
        _queue.Enqueue(item);
        SendWhilePossible();
    }

    /// <summary>Makes a call and never fails: the answers, whatever they are, are given by what it returns.</summary>
    protected abstract Task<Action> CallAsync(List<TItem> items);

    /// <summary>What an item adds to a call's size.</summary>
    protected virtual int BytesOf(TItem item) => 0;

    /// <summary>Whether two items may travel in one call.</summary>
    protected virtual bool Share(TItem first, TItem item) => true;

    /// <summary>
    /// What a call that was not answered has kept waiting for as long as one may wait; sent now, it would wait as long
    /// again. It never left this process.
    /// </summary>
    protected List<TItem> TakeWaiting()
    {
        var waiting = new List<TItem>();
        lock (_taking)
        {
            for (var left = _queue.Count; left > 0 && _queue.TryDequeue(out var item); left--)
                waiting.Add(item);
        }

        return waiting;
    }

    private void SendWhilePossible()
    {
        while (!_queue.IsEmpty)
        {
            if (Interlocked.Increment(ref _calls) > MaxCalls)
            {
                Interlocked.Decrement(ref _calls);
                // A call that ended between the two looks for work before it counts itself out, and finds ours.
                if (Volatile.Read(ref _calls) >= MaxCalls)
                    return;
                continue;
            }

            var batch = TakeBatch();
            if (batch.Count == 0)
                Interlocked.Decrement(ref _calls);
            else
                _ = SendAsync(batch);
        }
    }

    private List<TItem> TakeBatch()
    {
        var batch = new List<TItem>(Math.Min(_queue.Count, MaxItems));
        var bytes = 0;
        lock (_taking)
        {
            while (batch.Count < MaxItems && bytes < MaxBytes && _queue.TryPeek(out var item) && (batch.Count == 0 || Share(batch[0], item)))
            {
                _ = _queue.TryDequeue(out _);
                batch.Add(item);
                bytes += BytesOf(item);
            }
        }

        return batch;
    }

    /// <summary>What waits is sent before anyone is answered: an answer may bring the next call.</summary>
    private async Task SendAsync(List<TItem> batch)
    {
        var answer = await CallAsync(batch).ConfigureAwait(false);
        Interlocked.Decrement(ref _calls);
        SendWhilePossible();
        answer();
    }
}
