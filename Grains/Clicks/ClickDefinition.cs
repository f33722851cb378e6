using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>What is known of all users' clicks.</summary>
internal static class ClickDefinition
{
    public static void Define(StateDefinition<ClickCounterState> clicks) => clicks
        .Deadline(new Deadline<ClickCounterState>(static counter => counter.GuestUntil, ClickRules.ForgetGuest) { Grain = TimeSpan.FromMinutes(1) })
        .Forget(static counter => counter.Counts.IsEmpty && counter.GuestUntil is null)
        .Sums(0, ClickIndexes.ByAction, ByAction)
        .Highest(1, ClickIndexes.Top, Total, ClickIndexes.TopUsers)
        .Growth(2, ClickIndexes.Growth, ByAction);

    private static IEnumerable<KeyValuePair<string, long>> ByAction(ClickCounterState state)
    {
        foreach (var count in state.Counts)
            yield return KeyValuePair.Create(count.Action, count.Count);
    }

    private static double? Total(ClickCounterState state)
    {
        var total = 0L;
        foreach (var count in state.Counts)
            total += count.Count;
        return total == 0 ? null : total;
    }
}
