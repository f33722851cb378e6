using System.Collections.Immutable;
using OrleansState.Clicks;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Engine.Idempotency;
using OrleansState.Replies;

namespace OrleansState.Grains.Clicks;

/// <summary>How clicks are counted.</summary>
internal static class ClickRules
{
    public static Decision<ClickCounterState, ClickCount> Increment(ClickCounterState state, string action)
    {
        if (Count(state.Counts, action) is not { } counts)
            return Decision<ClickCounterState, ClickCount>.Refuse(state, RefusalCodes.ActionLimit, TooManyActions);
        var count = counts[IndexOf(counts, action)];
        return Decision<ClickCounterState, ClickCount>.Accept(state with { Counts = counts }, count, new Receipt(count.Count));
    }

    /// <summary>
    /// Counts what lies above the partition's mark and moves the mark to the batch's end. Actions are never forgotten, so
    /// that a click at or below the mark was refused exactly if its action is unknown: a batch delivered again after a
    /// crash refuses the same clicks, and none misses its dead letter.
    /// </summary>
    public static Decision<ClickCounterState, ImmutableArray<RefusedClick>> Apply(ClickCounterState state, ClickBatch batch)
    {
        var index = IndexOf(state.Marks, batch);
        var mark = index < 0 ? -1 : state.Marks[index].Offset;
        var counts = state.Counts;
        var refused = ImmutableArray.CreateBuilder<RefusedClick>();
        foreach (var click in batch.Clicks)
        {
            var counted = click.Offset > mark ? Count(counts, click.Action) : null;
            if (counted is not null)
                counts = counted.Value;
            else if (IndexOf(counts, click.Action) < 0)
                refused.Add(new RefusedClick(click.Offset, new Refusal(RefusalCodes.ActionLimit, TooManyActions)));
        }

        var end = batch.Clicks.IsEmpty ? -1 : batch.Clicks[^1].Offset;
        var next = end <= mark ? state : state with { Counts = counts, Marks = Move(state.Marks, index, batch, end) };
        return Decision<ClickCounterState, ImmutableArray<RefusedClick>>.Accept(next, refused.DrainToImmutable());
    }

    public static ClickCounts Totals(ClickCounterState state) => new(
        state.Counts.Sum(c => c.Count),
        state.Counts.ToImmutableSortedDictionary(c => c.Action, c => c.Count, StringComparer.Ordinal));

    private static string TooManyActions => $"The user has {ClickLimits.Actions} different actions; a further one is not counted.";

    private static ImmutableArray<ClickCount>? Count(ImmutableArray<ClickCount> counts, string action)
    {
        var index = IndexOf(counts, action);
        if (index >= 0)
            return counts.SetItem(index, new ClickCount(action, counts[index].Count + 1));
        return counts.Length >= ClickLimits.Actions ? null : counts.Add(new ClickCount(action, 1));
    }

    private static ImmutableArray<LogMark> Move(ImmutableArray<LogMark> marks, int index, ClickBatch batch, long offset)
    {
        var mark = new LogMark(batch.Log, batch.Partition, offset);
        return index < 0 ? marks.Add(mark) : marks.SetItem(index, mark);
    }

    private static int IndexOf(ImmutableArray<ClickCount> counts, string action)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            if (string.Equals(counts[i].Action, action, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private static int IndexOf(ImmutableArray<LogMark> marks, ClickBatch batch)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            if (marks[i].Partition == batch.Partition && string.Equals(marks[i].Log, batch.Log, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
