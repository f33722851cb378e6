using CsCheck;
using OrleansState.Clicks;
using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class RebuildRulesTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue];

    [Fact]
    public void A_counter_that_is_right_is_never_changed_whatever_came_in_whatever_order() => Seeds.Sample(seed =>
    {
        var user = new LiveUser(seed);
        for (var look = 0; look < 20; look++)
        {
            user.GoOn();
            var rebuilt = user.Counted.Rebuild(user.Read(), out var report);

            Assert.Contains(report.Outcome, new[] { RebuildOutcome.Right, RebuildOutcome.Beyond });
            Assert.Same(user.Counted, rebuilt);
            Assert.Equal(user.IsReadToItsMarks, report.Outcome == RebuildOutcome.Right);
        }
    });

    [Fact]
    public void A_count_that_went_wrong_is_put_right_and_nothing_else_is() => Seeds.Sample(seed =>
    {
        var user = new LiveUser(seed);
        user.GoOn();
        user.ReadToTheEnd();
        var right = user.Counted;
        var first = right.State.Counts[0];
        var wrong = right with { State = right.State with { Counts = right.State.Counts.SetItem(0, first with { Count = first.Count + user.Random.Next(1, 9) }) } };

        var rebuilt = wrong.Rebuild(user.Read(), out var report);

        Assert.Equal(RebuildOutcome.Replaced, report.Outcome);
        Assert.Equal(right.State.Counts, rebuilt.State.Counts);
        Assert.Equal(right.Log.Marks, rebuilt.Log.Marks);
        Assert.Equal(right.Log.Redriven, rebuilt.Log.Redriven);
        rebuilt.Rebuild(user.Read(), out var again);
        Assert.Equal(RebuildOutcome.Right, again.Outcome);
    });

    [Fact]
    public void A_record_that_is_gone_though_the_checkpoint_stands_comes_back_as_the_log_says_and_goes_on_from_there() => Seeds.Sample(seed =>
    {
        var user = new LiveUser(seed, isFull: false, calls: false);
        user.GoOn();
        user.ReadToTheEnd();
        user.SecureAll();

        var rebuilt = Counted.Nothing.Rebuild(user.Read(), out var report);

        Assert.Equal(RebuildOutcome.Replaced, report.Outcome);
        Assert.Equal(ClickRules.Totals(user.Counted.State).ByAction, ClickRules.Totals(rebuilt.State).ByAction);
        Assert.Equal(user.Counted.Log.Redriven.ToHashSet(), rebuilt.Log.Redriven.ToHashSet());
        Assert.Equal(user.Counted.Log.Marks.ToHashSet(), rebuilt.Log.Marks.ToHashSet());
    });

    [Fact]
    public void What_another_log_has_counted_is_kept_and_said()
    {
        var state = Counted.Nothing.Apply(new ClickBatch("before", 0, "epoch", [new LoggedClick(0, "click"), new LoggedClick(1, "view")]));
        state = state.Apply(new ClickBatch(LiveUser.Log, 0, "epoch", [new LoggedClick(0, "click")]));
        var found = Found(new UserPartition(0, 1, 0, [new ClickCount("click", 1)], [], []));

        Assert.Same(state, state.Rebuild(found, out var right));
        Assert.Equal((RebuildOutcome.Right, true), (right.Outcome, right.HasOtherLogs));

        var tooFew = state with { State = state.State with { Counts = [new ClickCount("view", 1)] } };
        Assert.Equal([new ClickCount("view", 1), new ClickCount("click", 1)], tooFew.Rebuild(found, out _).State.Counts);

        Assert.Same(state, state.Rebuild(Found(new UserPartition(0, 9, 8, [new ClickCount("click", 5)], [], [])), out var behind));
        Assert.Equal(RebuildOutcome.Mixed, behind.Outcome);
    }

    [Fact]
    public void Clicks_of_a_partition_that_was_not_read_are_waited_for_and_not_lost()
    {
        var state = Counted.Nothing.Apply(new ClickBatch(LiveUser.Log, 0, "epoch", [new LoggedClick(0, "click")]));
        state = state.Apply(new ClickBatch(LiveUser.Log, 1, "epoch", [new LoggedClick(0, "click")]));

        Assert.Same(state, state.Rebuild(Found(new UserPartition(0, 1, 0, [new ClickCount("click", 1)], [], [])), out var report));
        Assert.Equal(RebuildOutcome.Beyond, report.Outcome);
    }

    private static UserLog Found(params UserPartition[] partitions) => new(LiveUser.Log, "epoch", [.. partitions]);
}
