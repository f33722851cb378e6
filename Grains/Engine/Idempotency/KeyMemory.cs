using System.Collections.Immutable;

namespace OrleansState.Grains.Engine.Idempotency;

/// <summary>Which keys a grain remembers, and for how long. Oldest first; bounded by count and by age.</summary>
internal static class KeyMemory
{
    public static RememberedKey? Find(ImmutableArray<RememberedKey> keys, Guid key, DateTimeOffset now, IdempotencyOptions options)
    {
        foreach (var remembered in keys)
        {
            if (remembered.Key == key)
                return IsTooOld(remembered, now, options) ? null : remembered;
        }

        return null;
    }

    /// <summary>Adds a key and drops the oldest where they are too many.</summary>
    public static StoredState<TState> Remember<TState>(StoredState<TState> stored, RememberedKey key, IdempotencyOptions options)
    {
        var keys = stored.Keys.RemoveAll(k => k.Key == key.Key).Add(key);
        return stored with { Keys = keys.RemoveRange(0, Math.Max(0, keys.Length - options.MaxKeys)) };
    }

    /// <summary>
    /// Drops the keys that are too old or that the state can no longer answer for, and of the state's past what only they
    /// needed: a grain whose callers send no keys stores nothing for them.
    /// </summary>
    public static StoredState<TState> Tidy<TState>(StoredState<TState> stored, DateTimeOffset now, IdempotencyOptions options)
    {
        var replayable = stored.State as IReplayable<TState>;
        if (replayable is null && stored.Keys.IsEmpty)
            return stored;
        var oldestRecallable = replayable?.OldestRecallable ?? long.MinValue;
        var keys = stored.Keys.RemoveAll(k => IsTooOld(k, now, options) || (k.RefusalCode is null && k.Receipt.Number < oldestRecallable));
        return new StoredState<TState>
        {
            State = replayable is null ? stored.State : replayable.ForgetBefore(OldestReceipt(keys)),
            Keys = keys,
        };
    }

    private static long? OldestReceipt(ImmutableArray<RememberedKey> keys)
    {
        long? oldest = null;
        foreach (var key in keys)
        {
            if (key.RefusalCode is null && !(key.Receipt.Number >= oldest))
                oldest = key.Receipt.Number;
        }

        return oldest;
    }

    private static bool IsTooOld(RememberedKey key, DateTimeOffset now, IdempotencyOptions options) =>
        now.ToUnixTimeSeconds() - key.Second >= options.KeyLifetime.TotalSeconds;
}
