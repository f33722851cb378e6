using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>
/// Group commit across grains: what a silo has to write at one moment travels to Redis as one script call, each record
/// still fenced by its own ETag.
/// </summary>
internal sealed class WritePipeline(IDatabase db, RedisIncarnations incarnations, CallBreaker breaker, string keyPrefix) : SharedCalls<PendingWrite>
{
    public Task<WriteOutcome> WriteAsync(PendingWrite write)
    {
        Add(write);
        return write.Done;
    }

    protected override int BytesOf(PendingWrite item) => item.Bytes;

    /// <summary>A call is made in one life of the server.</summary>
    protected override bool Share(PendingWrite first, PendingWrite item) => ReferenceEquals(first.Incarnation, item.Incarnation);

    protected override async Task<Action> CallAsync(List<PendingWrite> items)
    {
        try
        {
            var outcomes = await breaker.RunAsync(() => CallAsync(items[0].Incarnation, items)).ConfigureAwait(false);
            return () => Complete(items, outcomes);
        }
        catch (RedisServerException refusal) when (RedisFaults.IsNoScript(refusal))
        {
            incarnations.Ended(items[0].Incarnation);
            return () => items.ForEach(static write => write.Complete(WriteOutcome.OtherIncarnation));
        }
        catch (Exception fault)
        {
            // Whatever broke, everybody who waits must hear of it.
            var waiting = fault is RedisServerException ? [] : TakeWaiting();
            return () => Fail(items, waiting, fault);
        }
    }

    private async Task<byte[]> CallAsync(RedisIncarnation life, List<PendingWrite> writes)
    {
        var call = db.ScriptEvaluateAsync(life.WriteHash, Keys(writes), Values(writes));
        return (byte[]?)await life.CommitAsync(db, call).ConfigureAwait(false) ?? [];
    }

    /// <summary>The records' keys, then the tombstones of those to be begun.</summary>
    private RedisKey[] Keys(List<PendingWrite> writes)
    {
        var keys = new RedisKey[writes.Count + writes.Count(static write => write.Tombstone is not null)];
        var next = writes.Count;
        for (var i = 0; i < writes.Count; i++)
        {
            keys[i] = keyPrefix + writes[i].Key;
            if (writes[i].Tombstone is { } tombstone)
                keys[next++] = tombstone;
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
