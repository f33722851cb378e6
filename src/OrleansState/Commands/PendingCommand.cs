using OrleansState.Storage;

namespace OrleansState;

/// <summary>A command of any form while it is decided, once or several times.</summary>
/// <param name="Rule">
/// What decides it: on the state (as of <see cref="Command{TState,TValue}"/>), on the state and what it contains of logs (as of
/// <see cref="LogCommand{TState,TValue}"/>), or on the record itself, which is the engine's own.
/// </param>
/// <param name="Recall">As of <see cref="Command{TState,TValue}"/>.</param>
/// <param name="Context">Condition and key, or null.</param>
/// <param name="Epoch">The epoch that the state has to belong to, or null.</param>
internal readonly record struct PendingCommand<TState, TValue>(
    Delegate Rule, Func<TState, Receipt, TValue>? Recall = null, CommandContext? Context = null, string? Epoch = null)
    where TState : class
{
    /// <summary>It is the deadline's: it is decided though as many events wait as may wait, or the state would be seen as it no longer is.</summary>
    public bool IsDue { get; init; }

    /// <summary>It changes the engine's own part of the record, and not the state.</summary>
    public bool IsEngines => Rule is Func<StoredState<TState>, StoredState<TState>>;

    public PendingCommand(Func<StoredState<TState>, StoredState<TState>> change)
        : this((Delegate)change)
    {
    }

    public static implicit operator PendingCommand<TState, TValue>(Command<TState, TValue> command) =>
        new(command.Decide, command.Recall, command.Context, command.Epoch);

    public static implicit operator PendingCommand<TState, TValue>(LogCommand<TState, TValue> command) =>
        new(command.Decide, null, command.Context, command.Epoch);

    /// <summary>The record after the command, without what is remembered of its key.</summary>
    public (StoredState<TState> Stored, Decision<TState, TValue> Decision) DecideOn(StoredState<TState> stored)
    {
        switch (Rule)
        {
            case Func<TState, Decision<TState, TValue>> onState:
                var decision = onState(stored.State);
                return (After(stored, decision.State), decision);
            case Func<TState, LogMemory, LogDecision<TState, TValue>> onLog:
                var before = stored.Log ?? LogMemory.Nothing;
                var decided = onLog(stored.State, before);
                var after = After(stored, decided.Decision.State);
                return (ReferenceEquals(decided.Log, before) ? after : after with { Log = decided.Log }, decided.Decision);
            case Func<StoredState<TState>, StoredState<TState>> onRecord:
                var changed = onRecord(stored);
                return (changed, new Decision<TState, TValue>(changed.State, default, null, default));
            default:
                throw new InvalidOperationException($"No rule is a {Rule.GetType()}.");
        }
    }

    private static StoredState<TState> After(StoredState<TState> stored, TState state) =>
        ReferenceEquals(stored.State, state) ? stored : stored with { State = state };
}
