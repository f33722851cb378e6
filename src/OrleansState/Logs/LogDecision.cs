namespace OrleansState;

/// <summary>What a rule makes of records of a log: the decision, and what the state contains of logs after it.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TValue">The answer.</typeparam>
/// <param name="Decision">The state after the records, and the answer.</param>
/// <param name="Log">What that state contains of logs; the same instance where that did not change. Kept too where the decision is a refusal.</param>
public readonly record struct LogDecision<TState, TValue>(Decision<TState, TValue> Decision, LogMemory Log);
