using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class ClickCounterGrainTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;
    private IClickCounterGrain _counter = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        _counter = _cluster.Grains.GetGrain<IClickCounterGrain>("42");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Increments_from_all_sides_are_exactly_the_sum_and_each_gets_a_count_of_its_own()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => _counter.IncrementAsync("click")));

        Assert.Equal(Enumerable.Range(1, 2000).Select(i => (long)i), replies.Select(r => r.Value!.Count).Order());
        Assert.Equal(2000, (await _counter.GetAsync()).Total);
    }

    [Theory]
    [InlineData(false, RebuildOutcome.Right)]
    [InlineData(true, RebuildOutcome.Beyond)]
    public async Task A_counter_that_is_clicked_all_the_time_is_judged_as_it_was_when_it_was_asked_before(bool wasWrong, RebuildOutcome outcome)
    {
        await ClickAsync(0);
        Assert.Equal(RebuildOutcome.Beyond, (await _counter.RebuildAsync(Read(upTo: 0), replaces: true)).Outcome);

        await ClickAsync(1);
        var report = await _counter.RebuildAsync(wasWrong ? Read(1, "other") : Read(1, "click"), replaces: true);

        Assert.Equal(outcome, report.Outcome);
        Assert.Equal(2, (await _counter.GetAsync()).Total);

        Task ClickAsync(long offset) => _counter.ApplyAsync(new ClickBatch("events", 0, _cluster.Store.Epoch, [new LoggedClick(offset, "click")]));
        UserLog Read(long upTo, params string[] clicks) =>
            new("events", _cluster.Store.Epoch, [new UserPartition(0, upTo, -1, [], [], [.. clicks.Select((action, offset) => new LoggedClick(offset, action))])]);
    }

    [Fact]
    public async Task A_batch_delivered_again_to_a_grain_that_came_back_counts_nothing()
    {
        var batch = new ClickBatch("events", 0, _cluster.Store.Epoch, [new LoggedClick(0, "click"), new LoggedClick(1, "view")]);
        await _counter.ApplyAsync(batch);
        await _cluster.DeactivateAsync(_counter);

        Assert.Equal(BatchReceipt.Counted, await _counter.ApplyAsync(batch));

        Assert.Equal(2, (await _counter.GetAsync()).Total);
    }

    [Fact]
    public async Task A_click_sent_again_with_its_key_counts_once_and_answers_the_same()
    {
        var context = new CommandContext(null, IdempotencyKey.Create("key", "click"));
        var first = await _counter.IncrementAsync("click", context);
        await _counter.IncrementAsync("click");

        var again = await _counter.IncrementAsync("click", context);

        Assert.Equal(first.Value, again.Value);
        Assert.True(again.Replayed);
        Assert.Equal(2, (await _counter.GetAsync()).Total);
    }

    [Fact]
    public async Task A_batch_out_of_order_is_a_fault_of_the_caller()
    {
        var batch = new ClickBatch("events", 0, _cluster.Store.Epoch, [new LoggedClick(5, "click"), new LoggedClick(5, "click")]);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => _counter.ApplyAsync(batch));

        Assert.Equal(0, (await _counter.GetAsync()).Total);
    }

    [Fact]
    public async Task A_batch_that_was_sent_in_another_life_of_the_store_counts_nothing()
    {
        var stale = new ClickBatch("events", 0, _cluster.Store.Epoch, [new LoggedClick(2, "click")]);
        _cluster.Store.Restart(_cluster.Store.Snapshot());

        Assert.True((await _counter.ApplyAsync(stale)).EpochMismatch);

        Assert.Equal(0, (await _counter.GetAsync()).Total);
    }

    [Fact]
    public async Task A_delivery_reaches_every_user_and_reports_every_refusal()
    {
        var intake = _cluster.Grains.GetGrain<IClickIntakeGrain>(ClickSlots.KeyOf(0));
        var tooMany = Enumerable.Range(0, ClickLimits.Actions + 1).Select(i => new LoggedClick(i, $"action-{i}")).ToImmutableArray();
        var delivery = new ClickDelivery("events", 1, _cluster.Store.Epoch, [new("7", [new(200, "click")]), new("42", tooMany)]);

        var receipt = await intake.DeliverAsync(delivery);

        Assert.Equal([ClickLimits.Actions], receipt.Refused.Select(r => (int)r.Offset));
        Assert.Equal(1, (await _cluster.Grains.GetGrain<IClickCounterGrain>("7").GetAsync()).Total);
        Assert.Equal(ClickLimits.Actions, (await _counter.GetAsync()).Total);
    }
}
