using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Storage;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine;

public sealed class DurableStateTests : IDisposable
{
    private readonly LyingStore _store = new();
    private readonly TestEngine _test;
    private readonly StateEngine _engine;
    private readonly DurableState<Tally> _state;

    /// <summary>Runs one continuation at a time, as an activation does.</summary>
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public DurableStateTests()
    {
        _test = new TestEngine(_store);
        _engine = _test.Engine;
        _state = Open();
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_command_is_answered_only_when_its_change_is_durable()
    {
        var write = _store.HoldNextWrite();
        var add = AddAsync(5);
        await write.Begun;

        Assert.False(add.IsCompleted);
        Assert.Equal(0, await ReadAsync());

        write.Release();
        Assert.Equal(5, (await add).Value);
        Assert.Equal(5, await ReadAsync());
        Assert.Equal(5, await StoredAsync());
    }

    [Fact]
    public async Task Commands_that_arrive_during_a_write_share_the_next_one()
    {
        var write = _store.HoldNextWrite();
        var first = AddAsync(1);
        await write.Begun;
        var others = Enumerable.Range(0, 100).Select(_ => AddAsync(1)).ToArray();
        await Turn(() => Task.FromResult(0));

        write.Release();
        await first;
        await Task.WhenAll(others);

        Assert.Equal(101, await StoredAsync());
        Assert.Equal(2, _store.Writes);
    }

    [Fact]
    public async Task Each_command_of_a_shared_write_gets_its_own_result_and_its_own_etag()
    {
        var write = _store.HoldNextWrite();
        var first = AddAsync(1);
        await write.Begun;
        var second = AddAsync(1);
        var third = AddAsync(1);
        write.Release();

        var replies = await Task.WhenAll(first, second, third);

        Assert.Equal([1L, 2, 3], replies.Select(r => r.Value));
        Assert.Equal(3, replies.Select(r => r.ETag).Distinct().Count());
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 0)]
    public async Task After_an_answer_was_lost_only_the_store_says_what_is_true(bool landed, long expected)
    {
        _store.LoseNextAnswer(landed);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(5));

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(expected, await ReadAsync());
        Assert.Equal(expected + 1, (await AddAsync(1)).Value);
        Assert.Equal(expected + 1, await StoredAsync());
    }

    [Fact]
    public async Task What_was_decided_on_a_write_that_failed_fails_with_it_and_certainly_did_not_happen()
    {
        var write = _store.HoldNextWrite();
        var first = AddAsync(1);
        await write.Begun;
        var second = AddAsync(10);
        await Turn(() => Task.FromResult(0));

        write.Fail(outcomeUnknown: true);

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => first)).OutcomeUnknown);
        Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => second)).OutcomeUnknown);
        Assert.Equal(0, await ReadAsync());
    }

    [Fact]
    public async Task Nobody_is_answered_from_memory_between_a_failed_write_and_the_reload()
    {
        await AddAsync(1);
        _store.LoseNextAnswer(lands: true);
        _store.ReadsFail = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(ReadAsync);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(1));

        _store.ReadsFail = false;
        Assert.Equal(2, await ReadAsync());
    }

    [Fact]
    public async Task A_command_that_met_another_writer_is_decided_anew_on_what_that_one_wrote()
    {
        await AddAsync(1);
        var other = Open();
        await Turn(async () =>
        {
            await other.CommitAsync(tally => Tally.Add(tally, 10));
            return 0;
        });

        Assert.Equal(12, (await AddAsync(1)).Value);
        Assert.Equal(12, await StoredAsync());
    }

    [Fact]
    public async Task A_state_read_before_the_store_restarted_is_read_again_before_it_is_written()
    {
        await AddAsync(1);
        _store.Restart();

        Assert.Equal(2, (await AddAsync(1)).Value);
        Assert.Equal(2, await StoredAsync());
    }

    [Fact]
    public async Task A_refusal_waits_until_what_it_was_decided_on_is_durable()
    {
        var write = _store.HoldNextWrite();
        var full = Turn(() => _state.CommitAsync(t => Tally.AddUpTo(t, 10, limit: 10)));
        await write.Begun;
        var refused = Turn(() => _state.CommitAsync(t => Tally.AddUpTo(t, 1, limit: 10)));
        await Turn(() => Task.FromResult(0));
        Assert.False(refused.IsCompleted);

        write.Release();

        await full;
        Assert.Equal("limit", (await refused).Refusal?.Code);
        Assert.Equal(1, _store.Writes);
    }

    [Fact]
    public async Task A_refusal_costs_no_write_and_changes_nothing()
    {
        var reply = await Turn(() => _state.CommitAsync(t => Tally.AddUpTo(t, 1, limit: 0)));

        Assert.Equal("limit", reply.Refusal?.Code);
        Assert.Equal(0, _store.Writes);
        Assert.Equal(0, await ReadAsync());
    }

    [Fact]
    public async Task If_match_lets_a_command_pass_only_on_the_state_it_names()
    {
        var first = await AddAsync(1);
        var second = await Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(first.ETag))));
        var stale = await Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(first.ETag))));

        Assert.Null(second.Refusal);
        Assert.Equal(RefusalCodes.PreconditionFailed, stale.Refusal?.Code);
        Assert.Equal(2, await StoredAsync());
    }

    [Fact]
    public async Task If_none_match_refuses_a_command_on_each_state_it_names_and_on_no_other()
    {
        var first = await AddAsync(1);
        var refused = await Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(IfNoneMatch: ["x", first.ETag]))));
        var second = await Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(IfNoneMatch: ["x"]))));
        var third = await Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(IfNoneMatch: [first.ETag]))));

        Assert.Equal(RefusalCodes.PreconditionFailed, refused.Refusal?.Code);
        Assert.Null(second.Refusal);
        Assert.Null(third.Refusal);
        Assert.Equal(3, await StoredAsync());
    }

    [Fact]
    public async Task If_match_is_held_against_changes_that_are_not_yet_durable()
    {
        var first = await AddAsync(1);
        var write = _store.HoldNextWrite();
        var second = Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(first.ETag))));
        await write.Begun;
        var third = Turn(() => _state.CommitAsync(new Command<Tally, long>(t => Tally.Add(t, 1), null, new CommandContext(first.ETag))));
        write.Release();

        Assert.Null((await second).Refusal);
        Assert.Equal(RefusalCodes.PreconditionFailed, (await third).Refusal?.Code);
    }

    [Fact]
    public async Task A_new_activation_finds_what_was_acknowledged()
    {
        await AddAsync(3);

        var next = Open();
        Assert.Equal(3, await Turn(async () => (await next.ReadAsync()).State.Sum));
    }

    [Fact]
    public async Task A_store_that_comes_back_without_its_tail_gets_it_back_from_the_activation()
    {
        await AddAsync(1);
        var before = _store.Snapshot();
        await AddAsync(1);
        await AddAsync(1);
        _store.Restart(before);

        await Turn(async () =>
        {
            await _state.RevalidateAsync("the present epoch");
            return 0;
        });

        Assert.Equal(3, await StoredAsync());
        Assert.Equal(4, (await AddAsync(1)).Value);
    }

    [Fact]
    public async Task A_store_that_does_not_take_back_its_tail_at_once_gets_it_at_the_next_look()
    {
        await AddAsync(1);
        var before = _store.Snapshot();
        await AddAsync(1);
        _store.Restart(before);
        _store.RefuseNextWrite();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _state.RevalidateAsync(_store.Epoch));

        await _state.RevalidateAsync(_store.Epoch);

        Assert.Equal(2, await StoredAsync());
    }

    [Fact]
    public async Task A_store_that_came_back_without_any_record_gets_it_back_too()
    {
        var nothing = _store.Snapshot();
        await AddAsync(5);
        _store.Restart(nothing);

        Assert.Equal(6, (await AddAsync(1)).Value);
    }

    [Fact]
    public async Task A_store_that_has_lost_more_than_its_last_writes_is_given_nothing_back()
    {
        await AddAsync(5);
        _store.TakeBack(StoreSnapshot.Empty);
        await _store.Memory.EndAsync(_store.Memory.LastSeen(""));

        await _state.RevalidateAsync(_store.Epoch);

        Assert.Equal(0, await ReadAsync());
        Assert.Equal(1, (await AddAsync(1)).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_out_of_a_log_that_is_gone_or_older_again_in_a_running_store_ends_its_epoch(bool isOlder)
    {
        var counter = await _turns.OpenAsync(_engine, "tally", "2", new Tally(0), fromLog: true);
        await _turns.StartNew(() => counter.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap();
        var before = isOlder ? _store.Snapshot() : StoreSnapshot.Empty;
        await _turns.StartNew(() => counter.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap();
        var epoch = _store.Epoch;
        _store.TakeBack(before);

        var reply = await _turns.StartNew(() => counter.CommitAsync(new Command<Tally, long>(tally => Tally.Add(tally, 1), Epoch: epoch))).Unwrap();

        Assert.True(EpochMismatch.Is(reply.Refusal));
        Assert.NotEqual(epoch, _store.Epoch);
        Assert.Equal(isOlder ? 1 : 0, await _turns.StartNew(async () => (await counter.ReadAsync()).State.Sum).Unwrap());
    }

    [Fact]
    public async Task What_another_activation_wrote_after_the_loss_is_not_overwritten()
    {
        await AddAsync(1);
        var before = _store.Snapshot();
        await AddAsync(10);
        _store.Restart(before);
        var other = Open();
        await Turn(() => other.CommitAsync(tally => Tally.Add(tally, 100)));

        Assert.Equal(102, (await AddAsync(1)).Value);
    }

    [Fact]
    public async Task An_unacknowledged_write_that_survived_the_crash_stays()
    {
        await AddAsync(1);
        _store.LoseNextAnswer(lands: true);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(10));
        _store.Restart(_store.Snapshot());

        Assert.Equal(11, await ReadAsync());
    }

    [Fact]
    public async Task A_command_meant_for_another_life_of_the_store_is_refused_and_changes_nothing()
    {
        await AddAsync(1);
        var epoch = _store.Epoch;
        _store.Restart();

        Assert.True(EpochMismatch.Is((await AddInAsync(epoch)).Refusal));

        Assert.Equal(1, await StoredAsync());
    }

    [Fact]
    public async Task A_command_of_a_life_that_the_activation_has_not_noticed_yet_is_carried_out()
    {
        await AddAsync(1);
        _store.Restart();

        Assert.Equal(2, (await AddInAsync(_store.Epoch)).Value);
    }

    [Fact]
    public async Task A_state_that_does_not_heal_forgets_what_the_store_has_lost()
    {
        var state = await _turns.OpenAsync(_engine, "tally", "1", new Tally(0), restoresLostWrites: false);
        await Turn(() => state.CommitAsync(tally => Tally.Add(tally, 1)));
        var before = _store.Snapshot();
        await Turn(() => state.CommitAsync(tally => Tally.Add(tally, 10)));
        _store.Restart(before);

        Assert.Equal(101, (await Turn(() => state.CommitAsync(tally => Tally.Add(tally, 100)))).Value);
    }

    [Fact]
    public async Task A_write_that_was_never_sent_leaves_what_was_durable_and_nothing_of_itself()
    {
        await AddAsync(1);
        var next = _store.HoldNextWrite();
        var first = AddAsync(10);
        await next.Begun;
        var second = AddAsync(100);
        await Turn(() => Task.FromResult(0));
        _store.ReadsFail = true;

        next.Fail(outcomeUnknown: false);

        Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => first)).OutcomeUnknown);
        Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => second)).OutcomeUnknown);
        Assert.Equal(1, await ReadAsync());
        Assert.Equal(2, (await AddAsync(1)).Value);
        Assert.Equal(2, (await ReloadedAsync()).Sum);
    }

    [Fact]
    public async Task A_replay_that_waits_for_its_first_try_knows_no_more_of_the_outcome_than_that_one()
    {
        var write = _store.HoldNextWrite();
        var first = AddOnceAsync("key");
        await write.Begun;
        var other = AddAsync(1);
        var again = AddOnceAsync("key");
        await Turn(() => Task.FromResult(0));

        write.Fail(outcomeUnknown: true);

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => first)).OutcomeUnknown);
        Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => other)).OutcomeUnknown);
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => again)).OutcomeUnknown);
    }

    [Fact]
    public async Task A_command_that_waited_for_a_lost_tail_to_be_given_back_in_vain_certainly_did_not_happen()
    {
        await AddAsync(1);
        var before = _store.Snapshot();
        await AddAsync(1);
        _store.Restart(before);
        _store.LetNextWriteThrough();
        _store.LoseNextAnswer(lands: true);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(10));

        Assert.False(fault.OutcomeUnknown);
        Assert.Equal(2, await ReadAsync());
        Assert.Equal(2, await StoredAsync());
    }

    [Fact]
    public async Task A_write_that_vanished_takes_nothing_from_what_can_be_given_back()
    {
        await AddAsync(1);
        var before = _store.Snapshot();
        await AddAsync(1);
        _store.LoseNextAnswer(lands: false);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(10));
        Assert.Equal(2, await ReadAsync());

        _store.Restart(before);

        Assert.Equal(3, (await AddAsync(1)).Value);
    }

    [Fact]
    public async Task A_life_that_began_while_a_write_was_answered_in_the_one_before_is_noticed_all_the_same()
    {
        await AddAsync(1);
        var before = _store.Snapshot();
        var write = _store.HoldNextWrite();
        var add = AddAsync(1);
        await write.Begun;
        var look = _state.RevalidateAsync("the present epoch");
        await Turn(() => Task.FromResult(0));

        write.Release();
        await add;
        _store.Restart(before);
        await look;
        await _state.RevalidateAsync(_store.Epoch);

        Assert.Equal(2, await StoredAsync());
    }

    [Fact]
    public async Task Each_write_that_met_another_writer_or_another_life_is_counted_as_a_conflict()
    {
        var conflicts = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, _engine.Metrics.Meter) && instrument.Name == "state_conflicts")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref conflicts, count));
        listener.Start();
        await AddAsync(1);
        var other = Open();
        await Turn(() => other.CommitAsync(tally => Tally.Add(tally, 1)));

        await AddAsync(1);
        Assert.Equal(1, conflicts);
        _store.Restart();
        await AddAsync(1);

        Assert.Equal(2, conflicts);
    }

    private Task<Reply<long>> AddOnceAsync(string key) => Turn(() => _state.CommitAsync(
        tally => Tally.Add(tally, 1), (_, receipt) => receipt.Number, new CommandContext(null, IdempotencyKey.Create(key, "add 1"))));

    private async Task<Tally> ReloadedAsync()
    {
        _store.ReadsFail = false;
        var next = Open();
        return await Turn(async () => (await next.ReadAsync()).State);
    }

    private Task<Reply<long>> AddInAsync(string epoch) =>
        Turn(() => _state.CommitAsync(new Command<Tally, long>(tally => Tally.Add(tally, 1), Epoch: epoch)));

    private DurableState<Tally> Open() => _turns.OpenAsync(_engine, "tally", "1", new Tally(0)).Result;

    private Task<Reply<long>> AddAsync(long amount) => Turn(() => _state.CommitAsync(tally => Tally.Add(tally, amount)));

    private Task<long> ReadAsync() => Turn(async () => (await _state.ReadAsync()).State.Sum);

    private async Task<long> StoredAsync()
    {
        var record = await _store.Memory.ReadAsync("tally/1");
        return new StateSerializer<Tally>(_test.Services.GetRequiredService<Serializer<StoredState<Tally>>>()).Deserialize(record.Payload).State.Sum;
    }

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();
}
