using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansState.Idempotency;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// Group commit across grains: what a silo has to write at one moment travels to Redis as one script call, each record
/// still fenced by its own ETag.
/// </summary>
internal sealed class WritePipeline(IDatabase db, RedisEpochs epochs, CallBreaker breaker, string keyPrefix, Action<string> indexFailed) : SharedCalls<PendingWrite>
{
    /// <summary>A line of the script's answer that begins so says of an index what could not be done to it.</summary>
    private const char IndexFault = '#';

    public Task<WriteOutcome> WriteAsync(PendingWrite write)
    {
        Add(write);
        return write.Done;
    }

    protected override int BytesOf(PendingWrite item) => item.Bytes;

    /// <summary>A call is made in one epoch of the server.</summary>
    protected override bool Share(PendingWrite first, PendingWrite item) => ReferenceEquals(first.Epoch, item.Epoch);

    protected override async Task<Action> CallAsync(List<PendingWrite> items)
    {
        try
        {
            var outcomes = await breaker.RunAsync(() => CallAsync(items[0].Epoch, items)).ConfigureAwait(false);
            return () => Complete(items, outcomes);
        }
        catch (RedisServerException refusal) when (RedisFaults.IsOtherEpoch(refusal))
        {
            epochs.Ended(items[0].Epoch);
            return () => items.ForEach(static write => write.Complete(WriteOutcome.OtherEpoch));
        }
        catch (Exception fault)
        {
            // Whatever broke, everybody who waits must hear of it.
            var reason = epochs.Failed(fault);
            var waiting = fault is RedisServerException ? [] : TakeWaiting();
            return () => Fail(items, waiting, fault, reason);
        }
    }

    private async Task<byte[]> CallAsync(RedisEpoch epoch, List<PendingWrite> writes)
    {
        var call = writes.Exists(static write => write.TouchesKeys || write.Indexes is not null)
            ? CallIndexed(epoch, writes)
            : db.ScriptEvaluateAsync(epoch.WriteHash, Keys(writes), Values(writes), CommandFlags.DemandMaster);
        return (byte[]?)await epoch.CommitAsync(db, call).ConfigureAwait(false) ?? [];
    }

    /// <summary>
    /// Behind the records' arguments those of the keys beside them and of the indexes that contain them; the hashes and indexes come before
    /// the key of the generation, which is the last.
    /// </summary>
    private Task<RedisResult> CallIndexed(RedisEpoch epoch, List<PendingWrite> writes)
    {
        var keys = new List<RedisKey>(writes.Count + 16);
        keys.AddRange(Keys(writes).AsSpan()[..^1]);
        List<RedisValue> beside = [];
        var first = writes.Count * 2;
        for (var i = 0; i < writes.Count; i++)
        {
            if (!writes[i].TouchesKeys)
                continue;
            writes[i].AddKeys(beside, i + 1, keys.Count + 1);
            for (var slot = 0; slot < SpilledKeys.Slots; slot++)
                keys.Add(RedisStateStore.HashOf(keyPrefix, writes[i].Key, slot));
        }

        var indexes = new IndexArguments(keyPrefix, keys, writes.Count);
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i].Indexes is { } indexed)
                indexes.Add(i + 1, indexed);
        }

        // Made once and as large as needed: a list that grows to this size would leave its earlier ones among the large objects.
        var values = new RedisValue[first + beside.Count + indexes.Count + 1];
        AddRecords(writes, values);
        beside.CopyTo(values, first);
        indexes.CopyTo(values, first + beside.Count);
        values[^1] = writes.Count;
        keys.Add(epochs.GenerationKey);
        return db.ScriptEvaluateAsync(epoch.IndexedWriteHash, [.. keys], values, CommandFlags.DemandMaster);
    }

    /// <summary>The records' keys, then the tombstones of those to be begun, then the key of the generation.</summary>
    private RedisKey[] Keys(List<PendingWrite> writes)
    {
        var keys = new RedisKey[writes.Count + writes.Count(static write => write.Tombstone is not null) + 1];
        keys[^1] = epochs.GenerationKey;
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
        AddRecords(writes, values);
        return values;
    }

    private static void AddRecords(List<PendingWrite> writes, RedisValue[] values)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            values[i * 2] = writes[i].Guard();
            values[(i * 2) + 1] = writes[i].Record();
        }
    }

    private static void Fail(List<PendingWrite> sent, List<PendingWrite> waiting, Exception fault, string reason)
    {
        foreach (var write in sent)
            write.Fail($"Redis did not confirm a write: {reason}", RedisFaults.MayHaveLanded(fault), fault);
        foreach (var write in waiting)
            write.Fail($"Redis did not answer the writes before this one: {reason}", mayHaveLanded: false, fault);
    }

    private void Complete(List<PendingWrite> writes, byte[] answer)
    {
        var lines = answer.Length > writes.Count ? Encoding.UTF8.GetString(answer.AsSpan(writes.Count + 1)).Split('\n') : [];
        var faults = new Queue<string>(lines.Where(static line => !line.StartsWith(IndexFault)));
        foreach (var fault in lines.Where(static line => line.StartsWith(IndexFault)))
            indexFailed(fault[1..]);
        for (var i = 0; i < writes.Count; i++)
            Complete(writes[i], i < answer.Length ? answer[i] : default, faults);
    }

    [SuppressMessage("Style", "IDE0010", Justification = "The scripts answer with these only.")]
    private static void Complete(PendingWrite write, byte outcome, Queue<string> faults)
    {
        switch (outcome)
        {
            case RedisEpoch.Written:
                write.Complete(WriteOutcome.Written);
                break;
            case RedisEpoch.Conflict:
                write.Complete(WriteOutcome.Conflict);
                break;
            case RedisEpoch.Erased:
                write.Complete(WriteOutcome.Erased);
                break;
            case RedisEpoch.KeyKnown:
                write.Complete(WriteOutcome.KeyKnown);
                break;
            case RedisEpoch.Failed:
                write.Fail($"Redis refused to store a record: {(faults.TryDequeue(out var fault) ? fault : "it does not say why")}", mayHaveLanded: false, null);
                break;
            default:
                write.Fail("Redis did not say what became of a write.", mayHaveLanded: true, null);
                break;
        }
    }
}
