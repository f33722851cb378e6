namespace OrleansState;

/// <summary>A command that brings records of a log, or looks at what a state contains of one.</summary>
/// <param name="Decide">The rule. Called again, on another state, when a write it took part in certainly did not happen.</param>
/// <param name="Context">A condition, or null. Records of a log need no idempotency key: their position is one.</param>
/// <param name="Epoch">
/// Token of the store's epoch that the records were read in; in any other the command is refused with
/// <see cref="EpochMismatch"/>. Null: any epoch will do, which is for commands that bring no records.
/// </param>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TValue">The answer.</typeparam>
public readonly record struct LogCommand<TState, TValue>(
    Func<TState, LogMemory, LogDecision<TState, TValue>> Decide,
    CommandContext? Context = null,
    string? Epoch = null);
