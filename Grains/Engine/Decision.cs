using OrleansState.Grains.Engine.Idempotency;
using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>
/// What a rule makes of a state and a command: the state after it, and the answer. A rule is pure: no clock, no I/O,
/// no Orleans type. The same <see cref="State"/> instance back means that nothing changed.
/// </summary>
/// <param name="State">The state after the command.</param>
/// <param name="Value">The answer to an accepted command.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
/// <param name="Receipt">What rebuilds <paramref name="Value"/> when the command comes again under its key.</param>
internal readonly record struct Decision<TState, TValue>(TState State, TValue? Value, Refusal? Refusal, Receipt Receipt)
{
    public static Decision<TState, TValue> Accept(TState state, TValue value, Receipt receipt = default) => new(state, value, null, receipt);

    public static Decision<TState, TValue> Refuse(TState state, string code, string message) =>
        new(state, default, new Refusal(code, message), default);
}
