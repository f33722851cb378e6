using OrleansState.Kafka.Waiting;

namespace OrleansState.Grains.Tests.Waiting;

public sealed class WaitingRulesTests
{
    private const string Log = "events";

    [Fact]
    public void Who_waits_for_more_waits_from_the_first_to_the_last()
    {
        var state = Add(WaitingState.Nobody, new WaitingUser("1", 5, 7));

        Assert.Equal([new("1", 3, 9), new WaitingUser("2", 8, 8)], Add(state, new("1", 3, 4), new("1", 9, 9), new("2", 8, 8)).Users);
        Assert.Same(state, Add(state, new WaitingUser("1", 6, 7)));
    }

    [Fact]
    public void What_one_worker_has_delivered_does_not_take_away_what_another_has_noted_since()
    {
        var state = Add(WaitingState.Nobody, new WaitingUser("1", 5, 7));
        var more = Add(state, new WaitingUser("1", 9, 9));

        Assert.Empty(Remove(state, new WaitingUser("1", 5, 7)).Users);
        Assert.Equal([new("1", 8, 9)], Remove(more, new WaitingUser("1", 5, 7)).Users);
        Assert.Equal([new("1", 4, 7)], Remove(Add(state, new WaitingUser("1", 4, 4)), new WaitingUser("1", 5, 7)).Users);
    }

    [Fact]
    public void Another_log_takes_the_place_of_the_one_before()
    {
        var state = Add(WaitingState.Nobody, new WaitingUser("1", 5, 7));

        Assert.Same(state, WaitingRules.Remove(state, "made anew", [new("1", 0, 99)]).State);
        Assert.Equal([new("2", 0, 0)], WaitingRules.Add(state, "made anew", [new("2", 0, 0)]).State.Users);
    }

    [Fact]
    public void More_than_a_partition_may_have_are_refused()
    {
        var full = Add(WaitingState.Nobody, [.. Enumerable.Range(0, WaitingUsers.Limit).Select(i => new WaitingUser($"{i}", 0, 0))]);

        Assert.Equal(WaitingRules.TooMany, WaitingRules.Add(full, Log, [new("one more", 0, 0)]).Refusal?.Code);
        Assert.Equal(new WaitingUser("7", 0, 3), Add(full, new WaitingUser("7", 3, 3)).Users.Single(u => u.UserId == "7"));
    }

    private static WaitingState Add(WaitingState state, params WaitingUser[] users) => WaitingRules.Add(state, Log, [.. users]).State;

    private static WaitingState Remove(WaitingState state, params WaitingUser[] users) => WaitingRules.Remove(state, Log, [.. users]).State;
}
