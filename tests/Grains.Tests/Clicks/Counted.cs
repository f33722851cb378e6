using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

/// <summary>A counter and what it contains of logs, as they lie in one record.</summary>
internal sealed record Counted(ClickCounterState State, LogMemory Log)
{
    public static Counted Nothing { get; } = new(ClickCounterState.Empty, LogMemory.Nothing);

    public Counted Apply(ClickBatch batch) => Apply(batch, out _);

    public Counted Apply(ClickBatch batch, out ImmutableArray<RefusedClick> refused) => After(ClickRules.Apply(State, Log, batch), out refused);

    public Counted Increment(string action) => With(ClickRules.Increment(State, action).State, Log);

    public Counted ReplaceLogged(LoggedClicks found) => After(ClickRules.ReplaceLogged(State, Log, found), out _);

    public Counted Rebuild(UserLog found, out RebuildReport report) => After(RebuildRules.Rebuild(State, Log, found), out report!);

    private Counted After<TValue>(LogDecision<ClickCounterState, TValue> decision, out TValue? value)
    {
        value = decision.Decision.Value;
        return With(decision.Decision.State, decision.Log);
    }

    /// <summary>The same instance where nothing is to be written.</summary>
    private Counted With(ClickCounterState state, LogMemory log) =>
        ReferenceEquals(state, State) && ReferenceEquals(log, Log) ? this : new Counted(state, log);
}
