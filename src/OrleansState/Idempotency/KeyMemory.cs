using System.Collections.Immutable;
using OrleansState.Storage;

namespace OrleansState.Idempotency;

/// <summary>Which keys a grain remembers, for how long, and which of them in its record: the newest. Oldest first.</summary>
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

    public static bool IsTooOld(RememberedKey key, DateTimeOffset now, IdempotencyOptions options) => key.Second <= NewestTooOld(now, options);

    /// <summary>A key used in this second or before is too old. A key's time has whole seconds; a lifetime need not have.</summary>
    public static long NewestTooOld(DateTimeOffset now, IdempotencyOptions options) =>
        (long)Math.Floor(now.ToUnixTimeSeconds() - options.KeyLifetime.TotalSeconds);

    /// <summary>The newest keys with one more.</summary>
    public static StoredState<TState> Remember<TState>(StoredState<TState> stored, RememberedKey key) =>
        stored with { Keys = stored.Keys.RemoveAll(k => k.Key == key.Key).Add(key) };

    /// <summary>
    /// Drops the keys that are too old, and of the state's past what only they needed: a grain whose callers send no keys
    /// stores nothing for them. Keys that are too many, or that the state can soon no longer answer for, leave the record with
    /// what their answers need, rebuilt from the state before the change.
    /// </summary>
    public static (StoredState<TState> Stored, ImmutableArray<(int Slot, SpilledKey<TState> Key)> Spilled) Tidy<TState>(
        StoredState<TState> before, StoredState<TState> after, DateTimeOffset now, IdempotencyOptions options)
        where TState : class
    {
        var replayable = after.State as IReplayable<TState>;
        if (after.Keys.IsEmpty && after.Spilled is null)
        {
            var tidy = replayable is null ? after.State : replayable.ForgetBefore(null);
            return (ReferenceEquals(tidy, after.State) ? after : after with { State = tidy }, []);
        }

        var second = now.ToUnixTimeSeconds();
        var keys = after.Keys.RemoveAll(k => IsTooOld(k, now, options));
        var beside = after.Spilled is { } known && !known.HaveRunOut(second) ? known : null;
        var leaving = Leaving(keys, replayable?.OldestRecallable ?? long.MinValue, options.MaxKeys);
        var spilled = ImmutableArray.CreateBuilder<(int, SpilledKey<TState>)>(leaving.Length);
        foreach (var key in leaving)
        {
            beside = SpilledKeys.Take(beside, second, (uint)Math.Ceiling(key.Second + options.KeyLifetime.TotalSeconds), options.KeyLifetime);
            var basis = !key.IsComplete && before.State is IReplayable<TState> past ? past.At(key.Receipt.Number) : null;
            spilled.Add((beside.Slot, new SpilledKey<TState>(key, basis)));
        }

        keys = keys.RemoveRange(leaving);
        var state = replayable is null ? after.State : replayable.ForgetBefore(OldestReceipt(keys));
        return (after with { State = state, Keys = keys, Spilled = beside }, spilled.MoveToImmutable());
    }

    private static ImmutableArray<RememberedKey> Leaving(ImmutableArray<RememberedKey> keys, long oldestRecallable, int maxKeys)
    {
        var tooMany = Math.Max(0, keys.Length - maxKeys);
        return tooMany == 0 && keys.All(k => IsRecallable(k, oldestRecallable))
            ? []
            : [.. keys.Where((k, i) => i < tooMany || !IsRecallable(k, oldestRecallable))];
    }

    private static bool IsRecallable(RememberedKey key, long oldestRecallable) => key.IsComplete || key.Receipt.Number >= oldestRecallable;

    private static long? OldestReceipt(ImmutableArray<RememberedKey> keys)
    {
        long? oldest = null;
        foreach (var key in keys)
        {
            if (!key.IsComplete && !(key.Receipt.Number >= oldest))
                oldest = key.Receipt.Number;
        }

        return oldest;
    }
}
