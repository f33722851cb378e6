namespace OrleansState;

/// <summary>A command as the engine runs it.</summary>
/// <param name="Decide">The rule. Called again, on another state, when a write it took part in certainly did not happen.</param>
/// <param name="Recall">Rebuilds the first answer from a later state and the receipt. Null: the answer itself is remembered under its key, which is for one of at most <see cref="IdempotencyOptions.MaxAnswerBytes"/>.</param>
/// <param name="Context">Condition and key, or null.</param>
/// <param name="Epoch">
/// Token of the store's epoch that the state has to belong to; in any other the command is refused with
/// <see cref="EpochMismatch"/>, whatever it would have decided. Null: any epoch will do.
/// </param>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TValue">The answer.</typeparam>
public readonly record struct Command<TState, TValue>(
    Func<TState, Decision<TState, TValue>> Decide,
    Func<TState, Receipt, TValue>? Recall = null,
    CommandContext? Context = null,
    string? Epoch = null);
