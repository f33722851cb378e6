using OrleansState.Commands;
using OrleansState.Grains.Engine.Idempotency;
using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>What became of a command on one version of the state. Pure: condition, key and rule in their order.</summary>
/// <param name="Next">The version after it; the same instance as before where nothing is to be written.</param>
/// <param name="Reply">The answer, to be given when <paramref name="Next"/> is durable.</param>
internal readonly record struct Ruling<TState, TValue>(StateVersion<TState> Next, Reply<TValue> Reply)
{
    public static Ruling<TState, TValue> On(
        StateVersion<TState> basis, Command<TState, TValue> command, DateTimeOffset now, IdempotencyOptions options)
    {
        // The key comes before the condition: a retry carries the ETag of the first try, which that one has outdated.
        if (command.Context?.Key is { } key && KeyMemory.Find(basis.Stored.Keys, key.Key, now, options) is { } known)
            return new(basis, known.Payload == key.Payload ? Replay(basis, command, known) : Refuse(basis, RefusalCodes.KeyReused, "The idempotency key was used before, with another payload."));

        if (command.Context?.IfMatch is { } ifMatch && ifMatch != basis.ETag.ToString())
            return new(basis, Refuse(basis, RefusalCodes.PreconditionFailed, "The state has changed since the one that If-Match names."));

        var decision = command.Decide(basis.Stored.State);
        var next = Advance(basis, decision, command.Context?.Key, now, options);
        return new(next, new Reply<TValue>(decision.Value, decision.Refusal, next.ETag.ToString()));
    }

    private static StateVersion<TState> Advance(
        StateVersion<TState> basis, Decision<TState, TValue> decision, IdempotencyKey? key, DateTimeOffset now, IdempotencyOptions options)
    {
        if (key is null && ReferenceEquals(decision.State, basis.Stored.State))
            return basis;
        var etag = ETag.New();
        var stored = basis.Stored with { State = decision.State };
        if (key is not null)
            stored = KeyMemory.Remember(stored, Remembered(decision, key.Value, etag, now), options);
        return new StateVersion<TState>(KeyMemory.Tidy(stored, now, options), etag);
    }

    private static RememberedKey Remembered(Decision<TState, TValue> decision, IdempotencyKey key, ETag etag, DateTimeOffset now) => new(
        key.Key,
        key.Payload,
        (uint)now.ToUnixTimeSeconds(),
        etag.Value,
        decision.Refusal is null ? decision.Receipt : new Receipt(0, 0, decision.Refusal.Message),
        decision.Refusal?.Code);

    private static Reply<TValue> Replay(StateVersion<TState> basis, Command<TState, TValue> command, RememberedKey known) => new(
        known.RefusalCode is null ? command.Recall!(basis.Stored.State, known.Receipt) : default,
        known.RefusalCode is null ? null : new Refusal(known.RefusalCode, known.Receipt.Text!),
        new ETag(known.ETag).ToString(),
        Replayed: true);

    private static Reply<TValue> Refuse(StateVersion<TState> basis, string code, string message) =>
        new(default, new Refusal(code, message), basis.ETag.ToString());
}
