using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>How clicks are counted.</summary>
internal static class ClickRules
{
    public static Decision<ClickCounterState, ClickCount> Increment(ClickCounterState state, string action, DateTimeOffset? guestUntil = null)
    {
        var counts = new ActionCounts(state.Counts);
        if (!counts.TryAdd(action))
            return Decision.Refuse(state, ClickRefusals.ActionLimit, TooManyActions);
        var called = new ActionCounts(state.Called);
        called.TryAdd(action);
        var next = state with { Counts = counts.ToImmutable(), Called = called.ToImmutable(), GuestUntil = guestUntil };
        var count = next.Counts.First(c => c.Action == action);
        return Decision.Accept(next, count, new Receipt(count.Count));
    }

    /// <summary>What a guest who is gone has counted goes; what came out of logs stays, since it could not be told from what is still to come.</summary>
    public static Decision<ClickCounterState, ClickCounterState> ForgetGuest(ClickCounterState state, DateTimeOffset now)
    {
        var left = new ClickCounterState { Counts = Logged(state, LogMemory.Nothing).Counts };
        return Decision.Accept(left, left);
    }

    /// <summary>
    /// Counts what lies above the partition's mark. Actions and redriven positions are never forgotten, so that a click at or
    /// below the mark was refused exactly if they don't know it: a batch delivered again after a crash refuses the same clicks,
    /// and none misses its dead letter.
    /// </summary>
    public static LogDecision<ClickCounterState, ImmutableArray<RefusedClick>> Apply(ClickCounterState state, LogMemory log, ClickBatch batch)
    {
        var mark = log.MarkOf(batch.Log, batch.Partition);
        var counts = new ActionCounts(state.Counts);
        var redriven = log.Redriven;
        ImmutableArray<RefusedClick>.Builder? refused = null;
        foreach (var click in batch.Clicks)
        {
            if (Count(click, click.Offset > mark, counts, ref redriven) is { } refusal)
                (refused ??= ImmutableArray.CreateBuilder<RefusedClick>()).Add(new RefusedClick(click.Offset, refusal));
        }

        var answer = refused?.DrainToImmutable() ?? [];
        var end = batch.Clicks.IsEmpty ? -1 : batch.Clicks[^1].Offset;
        if (end <= mark)
            return new(Decision.Accept(state, answer), log);
        var after = log.Reach(batch.Log, batch.Partition, end);
        return new(
            Decision.Accept(state with { Counts = counts.ToImmutable() }, answer),
            redriven == log.Redriven ? after : after with { Redriven = redriven });
    }

    public static ClickCounts Totals(ClickCounterState state) => new(
        state.Counts.Sum(c => c.Count),
        state.Counts.ToImmutableSortedDictionary(c => c.Action, c => c.Count, StringComparer.Ordinal));

    /// <summary>What came out of logs: the counts without those that came by calls.</summary>
    public static LoggedClicks Logged(ClickCounterState state, LogMemory log) => new(
        [.. state.Counts.Select(c => c with { Count = c.Count - CalledOf(state, c.Action) }).Where(c => c.Count > 0)], log.Marks, log.Redriven);

    /// <summary>
    /// What came by calls, and on top of it what a rebuild has found in the log. Refused where the counter contains clicks
    /// that were not found: they and their marks would be gone for good.
    /// </summary>
    public static LogDecision<ClickCounterState, ClickCounts> ReplaceLogged(ClickCounterState state, LogMemory log, LoggedClicks found)
    {
        if (log.Marks.Any(m => !found.Marks.Any(f => f.Log == m.Log && f.Partition == m.Partition && f.Offset >= m.Offset)))
            return new(Decision.Refuse(state, RefusalCodes.PreconditionFailed, "The counter contains clicks that were not found."), log);
        var counts = state.Called.Concat(found.Counts).GroupBy(c => c.Action, StringComparer.Ordinal)
            .Select(c => new ClickCount(c.Key, c.Sum(part => part.Count))).ToImmutableArray();
        var next = state with { Counts = counts };
        return new(Decision.Accept(next, Totals(next)), new LogMemory { Marks = found.Marks, Redriven = found.Redriven });
    }

    private static long CalledOf(ClickCounterState state, string action) => state.Called.FirstOrDefault(c => c.Action == action)?.Count ?? 0;

    private static string TooManyActions => $"The user has {ClickLimits.Actions} different actions; a further one is not counted.";

    private static string TooManyRedriven => $"{LogMemory.MaxRedriven} redriven events of the user have been counted; a further one is not.";

    /// <summary>Counts a click that is new; says of any whether it is refused.</summary>
    private static Refusal? Count(LoggedClick click, bool isNew, ActionCounts counts, ref ImmutableArray<LogPosition> redriven)
    {
        if (click.Origin is { } origin)
            return redriven.Contains(origin) ? null : CountRedriven(click, origin, isNew, counts, ref redriven);
        return (isNew ? counts.TryAdd(click.Action) : counts.Knows(click.Action)) ? null : new Refusal(ClickRefusals.ActionLimit, TooManyActions);
    }

    private static Refusal? CountRedriven(
        LoggedClick click, LogPosition origin, bool isNew, ActionCounts counts, ref ImmutableArray<LogPosition> redriven)
    {
        if (redriven.Length >= LogMemory.MaxRedriven)
            return new Refusal(ClickRefusals.RedriveLimit, TooManyRedriven);
        if (!isNew || !counts.TryAdd(click.Action))
            return new Refusal(ClickRefusals.ActionLimit, TooManyActions);
        redriven = redriven.Add(origin);
        return null;
    }
}
