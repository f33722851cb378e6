using System.Collections.Immutable;
using Orleans.Serialization;
using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>What became of a command on one version of the state. Pure: condition, key and rule in their order.</summary>
/// <param name="Next">The version after it; the same instance as before where nothing is to be written.</param>
/// <param name="Reply">The answer, to be given when <paramref name="Next"/> is durable.</param>
/// <param name="Spilled">Keys that <paramref name="Next"/> no longer has, to lie beside the record with the write that carries it.</param>
internal readonly record struct CommandEvaluation<TState, TValue>(
    StateVersion<TState> Next, Reply<TValue> Reply, ImmutableArray<(int Slot, SpilledKey<TState> Key)> Spilled)
    where TState : class
{
    /// <param name="basis">The version it is decided on.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">How long keys are remembered, and how many in the record.</param>
    /// <param name="serializer">Writes and reads answers that are remembered as they are.</param>
    /// <param name="spilled">The command's key where it lies beside the record, or is about to.</param>
    /// <param name="tells">Whether what the decision tells is published; false: it is dropped.</param>
    public static CommandEvaluation<TState, TValue> On(
        StateVersion<TState> basis, PendingCommand<TState, TValue> command, DateTimeOffset now, IdempotencyOptions options, Serializer serializer,
        SpilledKey<TState>? spilled = null, bool tells = true)
    {
        // The key comes before the condition: a retry carries the ETag of the first try, which that one has outdated.
        if (command.Context?.Key is { } key && Find(basis, key.Key, now, options, spilled) is { } known)
            return Unchanged(basis, known.Key.Payload == key.Payload ? Replay(command, known, serializer) : Refuse(basis, RefusalCodes.KeyReused, "The idempotency key was used before, with another payload."));

        if (command.Context?.IfMatch is { } ifMatch && ifMatch != basis.ETag)
            return Unchanged(basis, Refuse(basis, RefusalCodes.PreconditionFailed, "The state has changed since the one that If-Match names."));
        if (command.Context?.IfNoneMatch is { } noneOf && noneOf.Contains(basis.ETag))
            return Unchanged(basis, Refuse(basis, RefusalCodes.PreconditionFailed, "The state still is one that If-None-Match names."));

        var (stored, decision) = command.DecideOn(basis.Stored);
        if (tells && !decision.Events.IsDefaultOrEmpty)
        {
            if (!command.IsDue && !Outbox.HasRoom(stored.Outbox))
                return Unchanged(basis, Refuse(basis, RefusalCodes.OutboxFull, $"{stored.Outbox!.Events.Length} events of this state wait to be published; no further one can be told now."));
            stored = stored with { Outbox = Outbox.Add(stored.Outbox, decision.Events, now) };
        }

        var (next, leaving) = Advance(basis, stored, decision, command, now, options, serializer);
        return new(next, new Reply<TValue>(decision.Value, decision.Refusal, next.ETag), leaving);
    }

    private static CommandEvaluation<TState, TValue> Unchanged(StateVersion<TState> basis, Reply<TValue> reply) => new(basis, reply, []);

    /// <summary>A key that took effect before, and a state from which its answer can be rebuilt.</summary>
    private static (RememberedKey Key, TState State)? Find(
        StateVersion<TState> basis, Guid key, DateTimeOffset now, IdempotencyOptions options, SpilledKey<TState>? spilled)
    {
        if (KeyMemory.Find(basis.Stored.Keys, key, now, options) is { } known)
            return (known, basis.Stored.State);
        return spilled is null || KeyMemory.IsTooOld(spilled.Key, now, options) ? null : (spilled.Key, spilled.State ?? basis.Stored.State);
    }

    private static (StateVersion<TState> Next, ImmutableArray<(int Slot, SpilledKey<TState> Key)> Spilled) Advance(
        StateVersion<TState> basis, StoredState<TState> stored, Decision<TState, TValue> decision, PendingCommand<TState, TValue> command, DateTimeOffset now, IdempotencyOptions options,
        Serializer serializer)
    {
        var key = command.Context?.Key;
        if (key is null && ReferenceEquals(stored, basis.Stored))
            return (basis, []);
        var etag = ETag.New();
        // What the engine does to its own part of a record leaves the state, and the name that clients know it by, as they were.
        var name = command.IsEngines ? basis.Stored.Name ?? basis.Tag.Value : (Guid?)null;
        if (stored.Name != name)
            stored = stored with { Name = name };
        if (key is not null)
            stored = KeyMemory.Remember(stored, Remembered(decision, key.Value, etag, now, command.Recall is null ? serializer : null));
        var (tidy, spilled) = KeyMemory.Tidy(basis.Stored, stored, now, options);
        return (new StateVersion<TState>(tidy, etag), spilled);
    }

    private static RememberedKey Remembered(Decision<TState, TValue> decision, IdempotencyKey key, ETag etag, DateTimeOffset now, Serializer? remembers) => new(
        key.Key,
        key.Payload,
        (uint)now.ToUnixTimeSeconds(),
        etag.Value,
        decision.Refusal is null ? decision.Receipt : new Receipt(0, 0, decision.Refusal.Message),
        decision.Refusal?.Code,
        remembers is not null && decision.Refusal is null ? RememberedAnswer.Of(decision.Value, remembers) : null);

    private static Reply<TValue> Replay(PendingCommand<TState, TValue> command, (RememberedKey Key, TState State) known, Serializer serializer) => new(
        known.Key.RefusalCode is null ? Answer(command, known, serializer) : default,
        known.Key.RefusalCode is null ? null : new Refusal(known.Key.RefusalCode, known.Key.Receipt.Text!),
        new ETag(known.Key.ETag).ToString(),
        Replayed: true);

    /// <summary>Recall is looked at second: a command that has got a rule since still answers what was remembered without one.</summary>
    private static TValue? Answer(PendingCommand<TState, TValue> command, (RememberedKey Key, TState State) known, Serializer serializer)
    {
        if (known.Key.Answer is { } answer)
            return RememberedAnswer.Read<TValue>(answer, serializer);
        var recall = command.Recall ?? throw new InvalidOperationException("The answer was remembered for a recall rule, and the command has none any more.");
        return recall(known.State, known.Key.Receipt);
    }

    private static Reply<TValue> Refuse(StateVersion<TState> basis, string code, string message) =>
        new(default, new Refusal(code, message), basis.ETag);
}
