using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>
/// Group commit across grains: what a silo has to write at one moment travels to Redis as one script call, each record
/// still fenced by its own ETag. A write that finds the pipeline free is sent at once; those that come while calls are
/// under way share the next one, so that a busy silo pays for a call once in a batch and an idle one waits for nothing.
/// </summary>
internal sealed class WritePipeline(IDatabase db, RedisIncarnations incarnations, string keyPrefix)
{
    /// <summary>Calls under way: one that Redis works on, one on the wire behind it.</summary>
    private const int MaxCalls = 2;

    /// <summary>Bounds how long one call keeps Redis from others: about a millisecond.</summary>
    private const int MaxRecords = 256;

    private const int MaxBytes = 1 << 20;

    private readonly ConcurrentQueue<PendingWrite> _queue = new();
    private readonly Lock _taking = new();
    private int _calls;

    public Task<WriteOutcome> WriteAsync(PendingWrite write)
    {
        _queue.Enqueue(write);
        SendWhilePossible();
        return write.Done;
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

    /// <summary>The writes at the head of the queue that belong to one life of the server: a call is made in one life.</summary>
    private List<PendingWrite> TakeBatch()
    {
        var batch = new List<PendingWrite>(Math.Min(_queue.Count, MaxRecords));
        var bytes = 0;
        lock (_taking)
        {
            while (batch.Count < MaxRecords && bytes < MaxBytes && _queue.TryPeek(out var write)
                && (batch.Count == 0 || ReferenceEquals(write.Incarnation, batch[0].Incarnation)))
            {
                _ = _queue.TryDequeue(out _);
                batch.Add(write);
                bytes += write.Bytes;
            }
        }

        return batch;
    }

    /// <summary>What waits is sent before anyone is answered: an answer may bring the next write.</summary>
    private async Task SendAsync(List<PendingWrite> batch)
    {
        Action answer;
        try
        {
            var outcomes = await CallAsync(batch[0].Incarnation, batch).ConfigureAwait(false);
            answer = () => Complete(batch, outcomes);
        }
        catch (RedisServerException refusal) when (RedisFaults.IsNoScript(refusal))
        {
            incarnations.Ended(batch[0].Incarnation);
            answer = () => batch.ForEach(static write => write.Complete(WriteOutcome.OtherIncarnation));
        }
        catch (Exception fault)
        {
            // Whatever broke, everybody who waits must hear of it.
            var waiting = fault is RedisServerException ? [] : TakeWaiting();
            answer = () => Fail(batch, waiting, fault);
        }

        Interlocked.Decrement(ref _calls);
        SendWhilePossible();
        answer();
    }

    private async Task<byte[]> CallAsync(RedisIncarnation life, List<PendingWrite> writes)
    {
        var call = db.ScriptEvaluateAsync(life.WriteHash, Keys(writes), Values(writes));
        await Task.WhenAll(call, life.CommitAsync(db)).ConfigureAwait(false);
        return (byte[]?)await call.ConfigureAwait(false) ?? [];
    }

    /// <summary>The records' keys in order; the one of a record to be begun is followed by its user's tombstone.</summary>
    private RedisKey[] Keys(List<PendingWrite> writes)
    {
        var keys = new RedisKey[writes.Count + writes.Count(static write => write.Tombstone is not null)];
        var next = 0;
        foreach (var write in writes)
        {
            keys[next++] = keyPrefix + write.Key;
            if (write.Tombstone is not null)
                keys[next++] = write.Tombstone;
        }

        return keys;
    }

    /// <summary>For each record what it must begin with, and what it is to be.</summary>
    private static RedisValue[] Values(List<PendingWrite> writes)
    {
        var values = new RedisValue[writes.Count * 2];
        for (var i = 0; i < writes.Count; i++)
        {
            values[i * 2] = writes[i].Guard();
            values[(i * 2) + 1] = writes[i].Record();
        }

        return values;
    }

    /// <summary>
    /// A call that was not answered has kept others waiting for as long as one may wait; sent now, they would wait as long
    /// again. They never left this process.
    /// </summary>
    private List<PendingWrite> TakeWaiting()
    {
        var waiting = new List<PendingWrite>();
        lock (_taking)
        {
            for (var left = _queue.Count; left > 0 && _queue.TryDequeue(out var write); left--)
                waiting.Add(write);
        }

        return waiting;
    }

    private static void Fail(List<PendingWrite> sent, List<PendingWrite> waiting, Exception fault)
    {
        foreach (var write in sent)
            write.Fail($"Redis did not confirm a write: {fault.Message}", RedisFaults.MayHaveLanded(fault), fault);
        foreach (var write in waiting)
            write.Fail($"Redis did not answer the writes before this one: {fault.Message}", mayHaveLanded: false, fault);
    }

    private static void Complete(List<PendingWrite> writes, byte[] outcomes)
    {
        for (var i = 0; i < writes.Count; i++)
            Complete(writes[i], i < outcomes.Length ? outcomes[i] : default);
    }

    [SuppressMessage("Style", "IDE0010", Justification = "The script answers with these four only.")]
    private static void Complete(PendingWrite write, byte outcome)
    {
        switch (outcome)
        {
            case RedisIncarnation.Written:
                write.Complete(WriteOutcome.Written);
                break;
            case RedisIncarnation.Conflict:
                write.Complete(WriteOutcome.Conflict);
                break;
            case RedisIncarnation.Erased:
                write.Complete(WriteOutcome.Erased);
                break;
            default:
                write.Fail("Redis refused to store a record: it is out of memory, or the key holds something else.", mayHaveLanded: false, null);
                break;
        }
    }
}
