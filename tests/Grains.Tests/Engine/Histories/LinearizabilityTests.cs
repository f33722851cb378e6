using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>The check itself, on histories of a sum written by hand, and how it draws one.</summary>
public sealed class LinearizabilityTests
{
    [Fact]
    public void Calls_at_the_same_time_may_have_happened_in_either_order()
    {
        Assert.Null(Unexplained(Add(1, 1, 4, "3"), Add(2, 2, 3, "2")));
        Assert.Null(Unexplained(Add(1, 1, 4, "1"), Add(2, 2, 3, "3")));
        Assert.NotNull(Unexplained(Add(1, 1, 4, "3"), Add(2, 2, 3, "3")));
    }

    [Fact]
    public void A_call_that_was_sent_after_the_answer_to_another_comes_after_it()
    {
        Assert.Null(Unexplained(Add(1, 1, 3, "1"), Read(2, 4, "0")));
        Assert.NotNull(Unexplained(Add(1, 1, 2, "1"), Read(3, 4, "0")));
    }

    [Fact]
    public void Of_two_activations_one_may_answer_from_an_earlier_state_what_changes_nothing()
    {
        Assert.Null(Unexplained(Add(1, 1, 2, "1"), Read(3, 4, "0") with { MayBeStale = true }));
        Assert.NotNull(Unexplained(Add(1, 1, 2, "1"), Add(2, 3, 4, "2") with { MayBeStale = true }));
        Assert.NotNull(Unexplained(Add(1, 1, 2, "1"), Read(3, 4, "2") with { MayBeStale = true }));
    }

    [Fact]
    public void A_call_of_unknown_outcome_may_have_happened_at_any_time_since_it_was_sent_or_never()
    {
        var unknown = Add(5, 3, long.MaxValue, null);

        Assert.Null(Unexplained(unknown, Read(4, 5, "0")));
        Assert.Null(Unexplained(unknown, Read(4, 5, "0"), Read(6, 7, "5")));
        Assert.NotNull(Unexplained(unknown, Read(1, 2, "5")));
        Assert.NotNull(Unexplained(unknown, Read(4, 5, "5"), Read(6, 7, "0")));
    }

    [Fact]
    public void What_is_sent_again_under_its_key_has_no_effect_and_the_first_answer()
    {
        var first = Add(1, 1, 2, "1");

        Assert.Null(Unexplained(first, Add(1, 3, 4, "1") with { First = "1" }, Read(5, 6, "1")));
        Assert.NotNull(Unexplained(first, Add(1, 3, 4, "2") with { First = "1" }));
    }

    [Fact]
    public void The_longest_order_that_explains_what_is_in_it_is_told()
    {
        var (first, second) = (Add(1, 1, 2, "1"), Add(1, 3, 4, "2"));

        Assert.Equal([first, second], Unexplained(first, second, Read(5, 6, "7"))!);
    }

    [Fact]
    public void A_counter_example_begins_and_ends_where_the_contradiction_does_and_has_no_read_to_spare()
    {
        var history = new History([Add(1, 1, 2, "1"), Read(3, 4, "1"), Read(5, 8, "0"), Add(1, 6, 9, "2"), Add(1, 10, 11, "3")], [new(7, Lanes.Store, "loses its tail"), new(12, 0, "ends the activation")]);

        var found = CounterExample.Of(new HistoryPlan(false, [], []), history, 0L)!;

        Assert.Equal(
            """
                   client 0   store
                1  ┌ add 1
                2  └ 1
                5  ┌ read
                6  ? add 1
                7             loses its tail
                8  └ 0

            This order explains the most of them:
              client 0: add 1 -> 1
            after which the model is 1, and none of these can be next:
              client 0: read -> 0, where the model says 1

            """,
            found.Draw(0L));
    }

    private static IReadOnlyList<Operation>? Unexplained(params Operation[] history) => Linearizability.FindUnexplained(history, 0L);

    private static Operation Add(long amount, long invoked, long returned, string? answer) =>
        new(0, Call(false, $"add {amount}", sum => (sum + amount, $"{sum + amount}")), invoked, returned, answer);

    private static Operation Read(long invoked, long returned, string answer) => new(0, Call(true, "read", sum => (sum, $"{sum}")), invoked, returned, answer);

    private static ModelCall Call(bool isRead, string text, Func<long, (long Sum, string Answer)> means) => new(
        new ModelOperation(isRead, null, (_, _) => throw new InvalidOperationException("Nothing is drawn here.")),
        text,
        (_, _) => throw new InvalidOperationException("Nothing is sent here."),
        sum => means((long)sum));
}
