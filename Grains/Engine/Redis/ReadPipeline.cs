using StackExchange.Redis;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>What a silo has to read at one moment travels to Redis as one script call, in the life the server is in.</summary>
internal sealed class ReadPipeline(IDatabase db, RedisIncarnations incarnations, CallBreaker breaker) : SharedCalls<PendingRead>
{
    /// <summary>How often a read follows the server into a new life before it gives up.</summary>
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
            var (answers, incarnation) = await breaker.RunAsync(() => CallAsync(Keys(items, incarnations.GenerationKey))).ConfigureAwait(false);
            return () => Complete(items, answers, incarnation);
        }
        catch (Exception fault)
        {
            // Whatever broke, everybody who waits must hear of it.
            var reason = incarnations.Failed(fault);
            var waiting = fault is RedisServerException ? [] : TakeWaiting();
            return () =>
            {
                items.ForEach(read => read.Fail($"Redis did not answer a read: {reason}", fault));
                waiting.ForEach(read => read.Fail($"Redis did not answer the reads before this one: {reason}", fault));
            };
        }
    }

    private async Task<(RedisResult[] Answers, RedisIncarnation Incarnation)> CallAsync(RedisKey[] keys)
    {
        for (var attempt = 1; ; attempt++)
        {
            var incarnation = await incarnations.CurrentAsync().ConfigureAwait(false);
            try
            {
                var answers = (RedisResult[]?)await db.ScriptEvaluateAsync(incarnation.ReadHash, keys, values: null, CommandFlags.DemandMaster).ConfigureAwait(false);
                return (answers ?? [], incarnation);
            }
            catch (RedisServerException refusal) when (RedisFaults.IsOtherLife(refusal) && attempt < MaxAttempts)
            {
                incarnations.Ended(incarnation);
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

    private static void Complete(List<PendingRead> reads, RedisResult[] answers, RedisIncarnation incarnation)
    {
        for (var i = 0; i < reads.Count; i++)
        {
            var value = i < answers.Length ? (byte[]?)answers[i] : null;
            if (i >= answers.Length)
                reads[i].Fail("Redis did not read a record.", null);
            else if (value is { Length: < ETag.Size } && !value.AsSpan().SequenceEqual(RedisIncarnation.ErasedUser))
                reads[i].Refuse("the key holds something else than a record (WRONGTYPE, or a string that is too short for one).");
            else if (value is { Length: >= ETag.Size } && ETag.Read(value) == ETag.None)
                reads[i].Refuse("it begins with no ETag.");
            else
                reads[i].Complete(ToRecord(value, incarnation));
        }
    }

    private static StoredRecord ToRecord(byte[]? value, RedisIncarnation incarnation) => value is null or { Length: < ETag.Size }
        ? new StoredRecord(default, ETag.None, incarnation, Erased: value is not null)
        : new StoredRecord(value.AsMemory(ETag.Size), ETag.Read(value), incarnation);
}
