using OrleansState.Idempotency;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>Looks for idempotency keys beside records, a call each: only a key that comes again after many others is looked for.</summary>
internal sealed class KeyFinder(IDatabase db, RedisEpochs epochs, CallBreaker breaker)
{
    /// <summary>How often a look follows the server into a new epoch before it gives up.</summary>
    private const int MaxAttempts = 3;

    /// <exception cref="StoreUnavailableException">No answer within the store's timeout.</exception>
    public async Task<KeyFinding> FindAsync(RedisKey[] hashes, Guid key)
    {
        try
        {
            return await breaker.RunAsync(() => CallAsync([.. hashes, epochs.GenerationKey], [key.ToByteArray()])).ConfigureAwait(false);
        }
        catch (Exception fault) when (RedisFaults.IsStoreFault(fault))
        {
            epochs.Failed(fault);
            throw new StoreUnavailableException($"Redis did not answer whether it knows a key: {fault.Message}", false, fault);
        }
    }

    private async Task<KeyFinding> CallAsync(RedisKey[] keys, RedisValue[] values)
    {
        for (var attempt = 1; ; attempt++)
        {
            var epoch = await epochs.CurrentAsync().ConfigureAwait(false);
            try
            {
                var found = (byte[]?[]?)await db.ScriptEvaluateAsync(epoch.FindKeyHash, keys, values, CommandFlags.DemandMaster).ConfigureAwait(false) ?? [];
                return new KeyFinding([.. found.OfType<byte[]>().Select(value => (ReadOnlyMemory<byte>)value)], epoch);
            }
            catch (RedisServerException refusal) when (RedisFaults.IsOtherEpoch(refusal) && attempt < MaxAttempts)
            {
                epochs.Ended(epoch);
            }
        }
    }
}
