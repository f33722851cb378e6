using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>What is known of all users' clicks.</summary>
internal static class ClickDefinition
{
    public static void Define(StateDefinition<ClickCounterState> clicks) => clicks
        .Deadline(new Deadline<ClickCounterState>(static counter => counter.GuestUntil, ClickRules.ForgetGuest) { Grain = TimeSpan.FromMinutes(1) })
        .Forget(static counter => counter.Counts.IsEmpty && counter.GuestUntil is null)
        .Sums(0, "by-action", ByAction, growth: true)
        .Highest(1, "top", Total, ClickIndexes.TopUsers);

    private static void ByAction(ClickCounterState state, FieldSums sums)
    {
        foreach (var count in state.Counts)
            sums.Add(count.Action, count.Count);
    }

    private static double? Total(ClickCounterState state)
    {
        var total = 0L;
        foreach (var count in state.Counts)
            total += count.Count;
        return total == 0 ? null : total;
    }
}
