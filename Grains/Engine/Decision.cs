using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>
/// What a rule makes of a state and a command: the state after it, and the answer. A rule is pure: no clock, no I/O,
/// no Orleans type. The same <see cref="State"/> instance back means that nothing changed.
/// </summary>
internal readonly record struct Decision<TState, TValue>(TState State, TValue? Value, Refusal? Refusal)
{
    public static Decision<TState, TValue> Accept(TState state, TValue value) => new(state, value, null);

    public static Decision<TState, TValue> Refuse(TState state, string code, string message) =>
        new(state, default, new Refusal(code, message));
}
