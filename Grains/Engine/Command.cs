using OrleansState.Commands;
using OrleansState.Grains.Engine.Idempotency;

namespace OrleansState.Grains.Engine;

/// <summary>A command as the engine runs it.</summary>
/// <param name="Decide">The rule. Called again, on another state, when a write it took part in certainly did not happen.</param>
/// <param name="Recall">Rebuilds the first answer from a later state and the receipt. Null for commands that take no key.</param>
/// <param name="Context">Condition and key, or null.</param>
internal readonly record struct Command<TState, TValue>(
    Func<TState, Decision<TState, TValue>> Decide,
    Func<TState, Receipt, TValue>? Recall = null,
    CommandContext? Context = null);
