using CsCheck;
using OrleansState.Clicks;
using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class ClickRulesTests
{
    private const string Log = "events";

    [Fact]
    public void An_increment_counts_its_own_action_only()
    {
        var state = ClickRules.Increment(ClickCounterState.Empty, "click").State;
        state = ClickRules.Increment(state, "view").State;
        var decision = ClickRules.Increment(state, "click");

        Assert.Equal(new ClickCount("click", 2), decision.Value);
        var totals = ClickRules.Totals(decision.State);
        Assert.Equal(3, totals.Total);
        Assert.Equal(1, totals.ByAction["view"]);
    }

    [Fact]
    public void A_further_action_than_a_user_may_have_is_refused_and_the_known_ones_still_count()
    {
        var full = Enumerable.Range(0, ClickLimits.Actions)
            .Aggregate(ClickCounterState.Empty, (state, i) => ClickRules.Increment(state, $"action-{i}").State);

        var refused = ClickRules.Increment(full, "one-more");

        Assert.Equal(ClickRefusals.ActionLimit, refused.Refusal?.Code);
        Assert.Same(full, refused.State);
        Assert.Equal(2, ClickRules.Increment(full, "action-0").Value!.Count);
    }

    [Fact]
    public void A_batch_delivered_again_counts_nothing()
    {
        var batch = Batch(0, (4, "click"), (7, "click"), (8, "view"));
        var once = Counted.Nothing.Apply(batch);

        Assert.Same(once, once.Apply(batch));
        Assert.Equal(3, ClickRules.Totals(once.State).Total);
    }

    [Fact]
    public void Of_a_batch_that_overlaps_only_the_new_part_counts()
    {
        var once = Counted.Nothing.Apply(Batch(0, (4, "click"), (7, "click")));
        var twice = once.Apply(Batch(0, (7, "click"), (9, "click")));

        Assert.Equal(3, ClickRules.Totals(twice.State).Total);
    }

    [Fact]
    public void Partitions_and_logs_have_marks_of_their_own()
    {
        var state = Counted.Nothing.Apply(Batch(0, (5, "click")));
        state = state.Apply(Batch(1, (5, "click")));
        state = state.Apply(Batch(0, (5, "click")) with { Log = "events made anew" });

        Assert.Equal(3, ClickRules.Totals(state.State).Total);
    }

    [Fact]
    public void A_batch_delivered_again_refuses_the_same_clicks()
    {
        var full = Enumerable.Range(0, ClickLimits.Actions).Aggregate(Counted.Nothing, (counted, i) => counted.Increment($"action-{i}"));
        var batch = Batch(0, (1, "action-0"), (2, "one-more"), (3, "action-1"));

        var first = full.Apply(batch, out var refusedFirst);
        var again = first.Apply(batch, out var refusedAgain);

        Assert.Equal([2L], refusedFirst.Select(r => r.Offset));
        Assert.Equal([2L], refusedAgain.Select(r => r.Offset));
        Assert.Same(first, again);
    }

    [Fact]
    public void A_redriven_event_counts_once_however_often_it_is_redriven()
    {
        var origin = new LogPosition(Log, 0, 3);
        var once = Counted.Nothing.Apply(Redriven(10, origin));

        var again = once.Apply(Redriven(11, origin), out var refused);

        Assert.Empty(refused);
        Assert.Equal(1, ClickRules.Totals(again.State).Total);
    }

    [Fact]
    public void A_redriven_event_counts_although_later_ones_of_its_partition_have_been_counted()
    {
        var later = Counted.Nothing.Apply(Batch(0, (9, "click")));

        Assert.Equal(2, ClickRules.Totals(later.Apply(Redriven(10, new LogPosition(Log, 0, 3))).State).Total);
    }

    [Fact]
    public void What_came_by_calls_is_kept_apart_from_what_came_out_of_the_log()
    {
        var state = Counted.Nothing.Apply(Batch(0, (1, "click"), (2, "click")));
        state = state.Increment("click");

        Assert.Equal([new ClickCount("click", 3)], state.State.Counts);
        Assert.Equal([new ClickCount("click", 1)], state.State.Called);
    }

    [Fact]
    public void A_rebuild_replaces_what_came_out_of_the_log_and_leaves_what_came_by_calls()
    {
        var state = Counted.Nothing.Apply(Batch(0, (1, "click"), (2, "view")));
        state = state.Increment("click");

        var rebuilt = state.ReplaceLogged(new LoggedClicks([new ClickCount("click", 5)], [new LogPosition(Log, 0, 9)], []));

        Assert.Equal(6, ClickRules.Totals(rebuilt.State).ByAction["click"]);
        Assert.Equal(6, ClickRules.Totals(rebuilt.State).Total);
        Assert.Equal([new ClickCount("click", 5)], ClickRules.Logged(rebuilt.State, rebuilt.Log).Counts);
        Assert.Same(rebuilt, rebuilt.Apply(Batch(0, (9, "click"))));
    }

    /// <summary>A log read from any earlier place any number of times, in any pieces, counts as the log.</summary>
    [Fact]
    public void Any_rewinding_and_cutting_of_a_log_counts_each_event_once()
    {
        var actions = Gen.OneOf(Gen.Const("click"), Gen.Const("view"), Gen.Const("buy")).Array[1, 40];
        var reads = Gen.Select(Gen.Int[0, 39], Gen.Int[1, 20]).Array[0, 30];
        Gen.Select(actions, reads).Sample((log, rewinds) =>
        {
            var state = Counted.Nothing;
            var reached = 0;
            foreach (var (from, length) in rewinds.Append((0, log.Length)))
            {
                var start = Math.Min(from, reached);
                var end = Math.Min(start + length, log.Length);
                state = state.Apply(Batch(3, [.. Enumerable.Range(start, end - start).Select(o => ((long)o, log[o]))]));
                reached = Math.Max(reached, end);
            }

            var counted = ClickRules.Totals(state.State).ByAction;
            Assert.Equal(log.GroupBy(a => a).ToDictionary(g => g.Key, g => g.LongCount()), counted.ToDictionary());
        });
    }

    private static ClickBatch Batch(int partition, params (long Offset, string Action)[] clicks) =>
        new(Log, partition, "epoch", [.. clicks.Select(c => new LoggedClick(c.Offset, c.Action))]);

    private static ClickBatch Redriven(long offset, LogPosition origin) => new(Log, 0, "epoch", [new LoggedClick(offset, "click", origin)]);
}
