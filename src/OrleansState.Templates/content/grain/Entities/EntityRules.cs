using OrleansState;

namespace Shop.Entities;

/// <summary>Pure functions from a state to a decision: no clock, no I/O. A rule may be asked more than once for one command.</summary>
public static class EntityRules
{
    public const long MaxAmount = 1_000_000_000_000;

    /// <summary>The amount would fall below zero.</summary>
    public const string TooLow = "entity-kind-too-low";

    /// <summary>The amount would rise above <see cref="MaxAmount"/>.</summary>
    public const string TooHigh = "entity-kind-too-high";

    public static Decision<EntityState, long> Add(EntityState state, long change)
    {
        if (change < -state.Amount)
            return Decision.Refuse(state, TooLow, $"The amount is {state.Amount}.");
        if (change > MaxAmount - state.Amount)
            return Decision.Refuse(state, TooHigh, $"The amount is {state.Amount}, and at most {MaxAmount}.");
        var amount = state.Amount + change;
        return Decision.Accept(state with { Amount = amount }, amount);
    }
}
