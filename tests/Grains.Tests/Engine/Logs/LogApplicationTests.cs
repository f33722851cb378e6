using System.Text;
using CsCheck;
using OrleansState.Grains.Tests.Engine.Outboxes;
using OrleansState.Testing;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Logs;

/// <summary>Records of a log reach any state once, however they are cut, rewound and delivered again.</summary>
public sealed class LogApplicationTests : IDisposable
{
    private const long Limit = 100;

    private readonly LyingStore _store = new();
    private readonly RecordingPublisher _told = new();
    private readonly TestEngine _test;
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly DurableState<Tally> _state;

    public LogApplicationTests()
    {
        _test = new TestEngine(_store, publisher: _told);
        _state = Open();
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_batch_delivered_again_changes_nothing_and_costs_no_write()
    {
        await ApplyAsync(Batch(0, (4, 1), (7, 2)));
        await EmptyAsync();
        var writes = _store.Writes;

        Assert.Equal(LogReceipt.Applied, await ApplyAsync(Batch(0, (4, 1), (7, 2))));

        Assert.Equal((3, writes), (await SumAsync(), _store.Writes));
    }

    [Fact]
    public async Task Of_a_batch_that_overlaps_only_the_new_part_takes_effect()
    {
        await ApplyAsync(Batch(0, (4, 1), (7, 2)));
        await ApplyAsync(Batch(0, (7, 2), (8, 4)));
        await ApplyAsync(Batch(1, (7, 8)));

        Assert.Equal(15, await SumAsync());
    }

    [Fact]
    public async Task A_refused_record_leaves_the_state_and_is_refused_again_though_the_state_would_take_it_now()
    {
        await ApplyAsync(Batch(0, (1, 90)));
        var first = await ApplyAsync(Batch(0, (2, 20), (3, 5)));
        await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, -90)));

        var again = await ApplyAsync(Batch(0, (1, 90), (2, 20), (3, 5)));

        Assert.Equal([(2L, "limit")], first.Refused.Select(r => (r.Offset, r.Refusal.Code)));
        Assert.Equal(first.Refused, again.Refused);
        Assert.Equal(5, await SumAsync());
    }

    [Fact]
    public async Task What_is_settled_is_forgotten_with_the_next_write()
    {
        await ApplyAsync(Batch(0, (1, 200)));
        await ApplyAsync(Batch(0, (2, 1)) with { Settled = 2 });

        Assert.Empty((await ReadAsync()).Log.Refused);
        Assert.Empty((await ApplyAsync(Batch(0, (1, 200)))).Refused);
    }

    [Fact]
    public async Task More_refused_records_than_a_state_remembers_are_not_applied_until_others_are_settled()
    {
        var many = Batch(0, [.. Enumerable.Range(0, LogMemory.MaxRefused).Select(i => ((long)i, 200L))]);
        Assert.Equal(LogMemory.MaxRefused, (await ApplyAsync(many)).Refused.Length);
        var more = Batch(0, (LogMemory.MaxRefused, 200), (LogMemory.MaxRefused + 1, 1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => ApplyAsync(more));
        Assert.Equal(0, await SumAsync());

        Assert.Single((await ApplyAsync(more with { Settled = 10 })).Refused);
        Assert.Equal(1, await SumAsync());
    }

    [Fact]
    public async Task A_batch_that_refuses_more_than_a_state_remembers_is_applied_where_nothing_before_it_is_unsettled()
    {
        var many = Batch(0, [.. Enumerable.Range(0, LogMemory.MaxRefused + 500).Select(i => ((long)i, 200L))]);

        Assert.Equal(many.Records.Length, (await ApplyAsync(many)).Refused.Length);
        Assert.Equal(many.Records.Length, (await ApplyAsync(many)).Refused.Length);
    }

    [Fact]
    public async Task A_batch_that_tells_more_than_may_wait_is_applied_as_its_events_are_published()
    {
        var records = Enumerable.Range(0, (3 * Outbox.MaxEvents) + 5).Select(i => ((long)i, i % 2 == 0 ? 1L : -1L)).ToArray();

        Assert.Equal(LogReceipt.Applied, await ApplyAsync(Batch(0, records)));
        await EmptyAsync();

        Assert.Equal(records.Length, _told.Published.Select(e => e.Id).Distinct().Count());
        Assert.Equal(1, await SumAsync());
    }

    [Fact]
    public async Task A_redriven_record_takes_effect_once_however_often_it_is_redriven()
    {
        var origin = new LogPosition("events", 0, 1);
        await ApplyAsync(Batch(0, (9, 1)));
        await ApplyAsync(Redriven(10, origin));
        await ApplyAsync(Redriven(11, origin));

        Assert.Equal(3, await SumAsync());
    }

    [Fact]
    public async Task Records_of_another_epoch_are_not_taken()
    {
        Assert.True((await ApplyAsync(Batch(0, (1, 1)) with { Epoch = "first generation.another" })).EpochMismatch);
        Assert.Equal(0, await SumAsync());
    }

    [Fact]
    public async Task Records_of_an_erased_user_are_passed_over()
    {
        var store = new MemoryStore();
        using var test = new TestEngine(store, publisher: _told);
        await store.PlaceTombstoneAsync("1", TimeSpan.FromDays(1));
        var erased = await _turns.OpenAsync(test.Engine, "tally", "1", new Tally(0));

        Assert.Equal(LogReceipt.Applied, await Turn(() => erased.ApplyAsync(Batch(0, (1, 1)) with { Epoch = store.Epoch }, Add)));
        Assert.Empty(store.Keys);
    }

    [Fact]
    public async Task Offsets_that_do_not_ascend_are_a_fault_and_change_nothing()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ApplyAsync(Batch(0, (2, 1), (2, 1))));
        Assert.Equal(0, await SumAsync());
    }

    [Fact]
    public async Task What_the_rules_tell_is_told_once_for_each_record_that_takes_effect()
    {
        await ApplyAsync(Batch(0, (1, 1), (2, 200), (3, 3)));
        await ApplyAsync(Batch(0, (1, 1), (2, 200), (3, 3)));
        await EmptyAsync();

        Assert.Equal(["""{"amount":1}""", """{"amount":3}"""], _told.Published.Select(e => Encoding.UTF8.GetString(e.Data.Span)));
    }

    /// <summary>Compared with reading the log once, over any rewinding and cutting, with redriven records and calls between.</summary>
    [Fact]
    public void Any_rewinding_and_cutting_of_a_log_has_the_effect_of_the_log_and_the_same_refusals() =>
        Gen.Select(Gen.Long[-40, 60].Array[1, 30], Gen.Select(Gen.Int[0, 29], Gen.Int[1, 10]).Array[0, 30]).Sample((amounts, rewinds) =>
        {
            var (sum, expected) = (0L, new List<long>());
            for (var i = 0; i < amounts.Length; i++)
            {
                if (sum + amounts[i] > Limit)
                    expected.Add(i);
                else
                    sum += amounts[i];
            }

            var (state, log, reached, refused) = (new Tally(0), LogMemory.Nothing, 0, new SortedSet<long>());
            foreach (var (from, length) in rewinds.Append((0, amounts.Length)).Append((0, amounts.Length)))
            {
                var start = Math.Min(from, reached);
                var end = Math.Min(start + length, amounts.Length);
                var decided = LogApplication.Decide(state, log, Batch(0, [.. Enumerable.Range(start, end - start).Select(o => ((long)o, amounts[o]))]), Add);
                (state, log) = (decided.Decision.State, decided.Log);
                refused.UnionWith(decided.Decision.Value.Refused.Select(r => r.Offset));
                Assert.Equal(expected.Where(o => o >= start && o < end), decided.Decision.Value.Refused.Select(r => r.Offset));
                reached = Math.Max(reached, end);
            }

            Assert.Equal(sum, state.Sum);
            Assert.Equal(expected, refused);
        });

    private static Decision<Tally, long> Add(Tally tally, long amount)
    {
        var decision = Tally.AddUpTo(tally, amount, Limit);
        return decision.Refusal is null ? decision.Tell("added", new Added(amount)) : decision;
    }

    private static LogBatch<long> Batch(int partition, params (long Offset, long Amount)[] records) =>
        new("events", partition, "first generation.first epoch", 0, [.. records.Select(r => new LogRecord<long>(r.Offset, r.Amount))]);

    private static LogBatch<long> Redriven(long offset, LogPosition origin) =>
        new("events", 0, "first generation.first epoch", 0, [new LogRecord<long>(offset, 2, origin)]);

    private DurableState<Tally> Open() => _turns.OpenAsync(_test.Engine, "tally", "1", new Tally(0), fromLog: true).Result;

    private Task<LogReceipt> ApplyAsync(LogBatch<long> batch) => Turn(() => _state.ApplyAsync(batch, Add));

    private Task EmptyAsync() => Eventually.UntilAsync("an empty outbox", async () => (await ReadAsync()).Stored.Outbox is null);

    private Task<StateVersion<Tally>> ReadAsync() => Turn(async () => await _state.ReadAsync());

    private async Task<long> SumAsync() => (await ReadAsync()).State.Sum;

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();

    private sealed record Added(long Amount);
}
