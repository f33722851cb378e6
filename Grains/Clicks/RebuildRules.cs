using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>
/// Holds a counter against what has been read of a log. Which clicks its rules refused hangs on the order in which
/// partitions and calls came, which nobody knows any more. But actions and redriven positions are never forgotten: a click
/// at or below the mark was counted exactly if the counter knows it, and the counter is asked, not the order.
/// </summary>
internal static class RebuildRules
{
    /// <summary>The verdict, and the state to put in place where it is <see cref="RebuildOutcome.Replaced"/>.</summary>
    public static LogDecision<ClickCounterState, RebuildReport> Rebuild(ClickCounterState state, LogMemory log, UserLog found)
    {
        var marks = log.Marks.Where(m => m.Log == found.Log).ToDictionary(m => m.Partition, m => m.Offset);
        var hasOthers = marks.Count < log.Marks.Length;
        if (marks.Any(mark => found.Partitions.FirstOrDefault(p => p.Partition == mark.Key) is not { } read || mark.Value >= read.NextOffset))
            return Accept(state, log, RebuildOutcome.Beyond, state.Counts, 0, hasOthers);

        var recount = new Recount(state, log);
        foreach (var partition in found.Partitions)
            recount.Add(partition, marks.GetValueOrDefault(partition.Partition, -1));
        var expected = recount.Counts(keepsSurplus: hasOthers);
        var redriven = recount.Redriven(keepsUnseen: hasOthers);
        var isBehind = found.Partitions.Any(p => marks.GetValueOrDefault(p.Partition, -1) < p.LastCertain);
        if (!isBehind && Same(state.Counts, expected) && redriven.SequenceEqual(log.Redriven))
            return Accept(state, log, RebuildOutcome.Right, expected, recount.Refused, hasOthers);
        if (isBehind && hasOthers)
            // What is missing of this log and what there is of the other can't be told apart.
            return Accept(state, log, RebuildOutcome.Mixed, expected, recount.Refused, hasOthers);

        return Accept(state with { Counts = expected }, Move(log, found) with { Redriven = redriven }, RebuildOutcome.Replaced, expected, recount.Refused, hasOthers, state.Counts);
    }

    private static LogDecision<ClickCounterState, RebuildReport> Accept(
        ClickCounterState state, LogMemory log, RebuildOutcome outcome, ImmutableArray<ClickCount> expected, long refused, bool hasOthers, ImmutableArray<ClickCount>? counted = null) =>
        new(Decision.Accept(state, new RebuildReport(outcome, counted ?? state.Counts, expected, refused, hasOthers)), log);

    private static bool Same(ImmutableArray<ClickCount> some, ImmutableArray<ClickCount> others) =>
        some.Length == others.Length && some.OrderBy(c => c.Action, StringComparer.Ordinal).SequenceEqual(others.OrderBy(c => c.Action, StringComparer.Ordinal));

    private static LogMemory Move(LogMemory before, UserLog found) =>
        found.Partitions.Aggregate(before, (log, partition) => log.Reach(found.Log, partition.Partition, partition.LastCertain));
}
