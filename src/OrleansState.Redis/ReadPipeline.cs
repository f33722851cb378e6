using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>What a silo has to read at one moment travels to Redis as one script call, in the epoch the server is in.</summary>
internal sealed class ReadPipeline(IDatabase db, RedisEpochs epochs, CallBreaker breaker) : SharedCalls<PendingRead>
{
    /// <summary>How often a read follows the server into a new epoch before it gives up.</summary>
    private const int MaxAttempts = 3;

    public Task<StoredRecord> ReadAsync(PendingRead read)
    {
        Add(read);
        return read.Done;
    }

    protected override async Task<Action> CallAsync(List<PendingRead> items)
    {
        try
        {
            var (answers, epoch) = await breaker.RunAsync(() => CallAsync(Keys(items, epochs.GenerationKey))).ConfigureAwait(false);
            return () => Complete(items, answers, epoch);
        }
        catch (Exception fault)
        {
            // Whatever broke, everybody who waits must hear of it.
            var reason = epochs.Failed(fault);
            var waiting = fault is RedisServerException ? [] : TakeWaiting();
            return () =>
            {
                items.ForEach(read => read.Fail($"Redis did not answer a read: {reason}", fault));
                waiting.ForEach(read => read.Fail($"Redis did not answer the reads before this one: {reason}", fault));
            };
        }
    }

    private async Task<(RedisResult[] Answers, RedisEpoch Epoch)> CallAsync(RedisKey[] keys)
    {
        for (var attempt = 1; ; attempt++)
        {
            var epoch = await epochs.CurrentAsync().ConfigureAwait(false);
            try
            {
                var answers = (RedisResult[]?)await db.ScriptEvaluateAsync(epoch.ReadHash, keys, values: null, CommandFlags.DemandMaster).ConfigureAwait(false);
                return (answers ?? [], epoch);
            }
            catch (RedisServerException refusal) when (RedisFaults.IsOtherEpoch(refusal) && attempt < MaxAttempts)
            {
                epochs.Ended(epoch);
            }
        }
    }

    private static RedisKey[] Keys(List<PendingRead> reads, string generation)
    {
        var keys = new RedisKey[(reads.Count * 2) + 1];
        keys[^1] = generation;
        for (var i = 0; i < reads.Count; i++)
            (keys[i], keys[reads.Count + i]) = (reads[i].Key, reads[i].Tombstone);
        return keys;
    }

    private static void Complete(List<PendingRead> reads, RedisResult[] answers, RedisEpoch epoch)
    {
        for (var i = 0; i < reads.Count; i++)
        {
            var value = i < answers.Length ? (byte[]?)answers[i] : null;
            if (i >= answers.Length)
                reads[i].Fail("Redis did not read a record.", null);
            else if (value is { Length: < ETag.Size } && !value.AsSpan().SequenceEqual(RedisEpoch.ErasedUser))
                reads[i].Refuse("the key holds something else than a record (WRONGTYPE, or a string that is too short for one).");
            else if (value is { Length: >= ETag.Size } && ETag.Read(value) == ETag.None)
                reads[i].Refuse("it begins with no ETag.");
            else
                reads[i].Complete(ToRecord(value, epoch));
        }
    }

    private static StoredRecord ToRecord(byte[]? value, RedisEpoch epoch) => value is null or { Length: < ETag.Size }
        ? new StoredRecord(default, ETag.None, epoch, Erased: value is not null)
        : new StoredRecord(value.AsMemory(ETag.Size), ETag.Read(value), epoch);
}
