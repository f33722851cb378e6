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
            var decision = RebuildRules.Rebuild(user.State, user.Read());

            Assert.Contains(decision.Value!.Outcome, new[] { RebuildOutcome.Right, RebuildOutcome.Beyond });
            Assert.Same(user.State, decision.State);
            Assert.Equal(user.IsReadToItsMarks, decision.Value.Outcome == RebuildOutcome.Right);
        }
    });

    [Fact]
    public void A_count_that_went_wrong_is_put_right_and_nothing_else_is() => Seeds.Sample(seed =>
    {
        var user = new LiveUser(seed);
        user.GoOn();
        user.ReadToTheEnd();
        var right = user.State;
        var wrong = right with { Counts = right.Counts.SetItem(0, right.Counts[0] with { Count = right.Counts[0].Count + user.Random.Next(1, 9) }) };

        var decision = RebuildRules.Rebuild(wrong, user.Read());

        Assert.Equal(RebuildOutcome.Replaced, decision.Value!.Outcome);
        Assert.Equal(right.Counts, decision.State.Counts);
        Assert.Equal(right.Marks, decision.State.Marks);
        Assert.Equal(right.Redriven, decision.State.Redriven);
        Assert.Equal(RebuildOutcome.Right, RebuildRules.Rebuild(decision.State, user.Read()).Value!.Outcome);
    });

    [Fact]
    public void A_record_that_is_gone_though_the_checkpoint_stands_comes_back_as_the_log_says_and_goes_on_from_there() => Seeds.Sample(seed =>
    {
        var user = new LiveUser(seed, isFull: false, calls: false);
        user.GoOn();
        user.ReadToTheEnd();
        user.SecureAll();

        var decision = RebuildRules.Rebuild(ClickCounterState.Empty, user.Read());

        Assert.Equal(RebuildOutcome.Replaced, decision.Value!.Outcome);
        Assert.Equal(ClickRules.Totals(user.State).ByAction, ClickRules.Totals(decision.State).ByAction);
        Assert.Equal(user.State.Redriven.ToHashSet(), decision.State.Redriven.ToHashSet());
        Assert.Equal(user.State.Marks.ToHashSet(), decision.State.Marks.ToHashSet());
    });

    [Fact]
    public void What_another_log_has_counted_is_kept_and_said()
    {
        var state = ClickRules.Apply(ClickCounterState.Empty, new ClickBatch("before", 0, "epoch", [new LoggedClick(0, "click"), new LoggedClick(1, "view")])).State;
        state = ClickRules.Apply(state, new ClickBatch(LiveUser.Log, 0, "epoch", [new LoggedClick(0, "click")])).State;
        var found = Found(new UserPartition(0, 1, 0, [new ClickCount("click", 1)], [], []));

        var right = RebuildRules.Rebuild(state, found);
        Assert.Same(state, right.State);
        Assert.Equal((RebuildOutcome.Right, true), (right.Value!.Outcome, right.Value.HasOtherLogs));

        var tooFew = state with { Counts = [new ClickCount("view", 1)] };
        Assert.Equal([new ClickCount("view", 1), new ClickCount("click", 1)], RebuildRules.Rebuild(tooFew, found).State.Counts);

        var behind = RebuildRules.Rebuild(state, Found(new UserPartition(0, 9, 8, [new ClickCount("click", 5)], [], [])));
        Assert.Equal(RebuildOutcome.Mixed, behind.Value!.Outcome);
        Assert.Same(state, behind.State);
    }

    [Fact]
    public void Clicks_of_a_partition_that_was_not_read_are_waited_for_and_not_lost()
    {
        var state = ClickRules.Apply(ClickCounterState.Empty, new ClickBatch(LiveUser.Log, 0, "epoch", [new LoggedClick(0, "click")])).State;
        state = ClickRules.Apply(state, new ClickBatch(LiveUser.Log, 1, "epoch", [new LoggedClick(0, "click")])).State;

        var decision = RebuildRules.Rebuild(state, Found(new UserPartition(0, 1, 0, [new ClickCount("click", 1)], [], [])));

        Assert.Equal(RebuildOutcome.Beyond, decision.Value!.Outcome);
        Assert.Same(state, decision.State);
    }

    private static UserLog Found(params UserPartition[] partitions) => new(LiveUser.Log, "epoch", [.. partitions]);
}
