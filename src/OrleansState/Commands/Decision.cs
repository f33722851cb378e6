using System.Collections.Immutable;

namespace OrleansState;

/// <summary>
/// What a rule makes of a state and a command: the state after it, and the answer. A rule is pure: no clock, no I/O,
/// no Orleans type. The same <see cref="State"/> instance back means that nothing changed.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TValue">The answer.</typeparam>
/// <param name="State">The state after the command.</param>
/// <param name="Value">The answer to an accepted command.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
/// <param name="Receipt">What rebuilds <paramref name="Value"/> when the command comes again under its key.</param>
public readonly record struct Decision<TState, TValue>(TState State, TValue? Value, Refusal? Refusal, Receipt Receipt)
{
    /// <summary>What is told when the decision is durable, in this order; default: nothing.</summary>
    public ImmutableArray<StateEvent> Events { get; init; }

    /// <summary>A refusal fits any answer.</summary>
    public static implicit operator Decision<TState, TValue>(RefusedDecision<TState> refused) => new(refused.State, default, refused.Refusal, default);

    /// <summary>The same decision with an event more.</summary>
    /// <param name="type">What happened, for programs, e.g. <c>wallet_paid</c>.</param>
    /// <param name="data">What there is to say of it. It becomes JSON with names in snake_case.</param>
    /// <param name="key">The key under which it is told, as of <see cref="StateEvent.Key"/>; null: that of the grain.</param>
    public Decision<TState, TValue> Tell<TData>(string type, TData data, string? key = null) =>
        this with { Events = (Events.IsDefault ? [] : Events).Add(StateEvent.Of(type, data) with { Key = key }) };
}

/// <summary>A decision to refuse, whatever the answer would have been.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="State">The state, unchanged.</param>
/// <param name="Refusal">Why.</param>
public readonly record struct RefusedDecision<TState>(TState State, Refusal Refusal);

/// <summary>Makes decisions without naming types.</summary>
public static class Decision
{
    /// <summary>Accepts a command.</summary>
    /// <param name="state">The state after it; the same instance where nothing changed.</param>
    /// <param name="value">The answer.</param>
    /// <param name="receipt">What rebuilds the answer from a later state, for a recall rule.</param>
    public static Decision<TState, TValue> Accept<TState, TValue>(TState state, TValue value, Receipt receipt = default) => new(state, value, null, receipt);

    /// <summary>Refuses a command; nothing is changed.</summary>
    /// <param name="state">The state it was refused on.</param>
    /// <param name="code">Stable, for programs, e.g. <c>balance-too-low</c>.</param>
    /// <param name="message">For people: what was refused, which key, which limit.</param>
    public static RefusedDecision<TState> Refuse<TState>(TState state, string code, string message) => new(state, new Refusal(code, message));
}
