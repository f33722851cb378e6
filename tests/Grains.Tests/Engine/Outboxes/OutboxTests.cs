using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using OrleansState.Storage;
using OrleansState.Testing;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Outboxes;

/// <summary>What a decision tells is part of the record until a publisher has it.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly LyingStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingPublisher _publisher = new();
    private readonly TestEngine _test;
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly DurableState<Tally> _state;

    public OutboxTests()
    {
        _test = new TestEngine(_store, publisher: _publisher, clock: _clock);
        _state = Open();
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task An_event_is_published_after_the_write_that_tells_it_and_then_leaves_the_record()
    {
        var write = _store.HoldNextWrite();
        var add = AddAsync(5);
        await write.Begun;
        Assert.Empty(_publisher.Published);
        write.Release();
        await add;

        await EmptyAsync();

        var told = Assert.Single(_publisher.Published);
        Assert.Equal(("added", "tally", "1", _clock.GetUtcNow()), (told.Type, told.Kind, told.Key, told.At));
        Assert.Equal("""{"amount":5,"new_sum":5}""", Encoding.UTF8.GetString(told.Data.Span));
    }

    [Fact]
    public async Task Events_of_one_state_come_in_the_order_of_its_commands()
    {
        await Task.WhenAll(Enumerable.Range(1, 40).Select(i => AddAsync(i)));
        await EmptyAsync();

        var (sum, told) = (0L, _publisher.Published.Select(e => JsonDocument.Parse(e.Data).RootElement).ToList());
        Assert.All(told, added => Assert.Equal(sum += added.GetProperty("amount").GetInt64(), added.GetProperty("new_sum").GetInt64()));
        Assert.Equal(40, _publisher.Published.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_could_not_be_published_stays_and_is_offered_again_under_the_same_id()
    {
        _publisher.FailNext(2);
        await AddAsync(5);
        var id = Assert.Single((await StoredAsync()).Outbox!.Events).Id;

        await _publisher.CalledAsync();
        Assert.Empty(_publisher.Published);

        await Eventually.UntilAsync("an empty outbox", async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await StoredAsync()).Outbox is null;
        });
        Assert.Equal(id, Assert.Single(_publisher.Published).Id);
    }

    [Fact]
    public async Task What_a_dead_activation_left_is_published_by_the_next_one_that_loads_the_state()
    {
        _publisher.Hold();
        await AddAsync(5);
        await _publisher.CalledAsync();
        await Turn(async () =>
        {
            await _state.CloseAsync();
            return true;
        });
        Assert.NotNull((await StoredAsync()).Outbox);

        _publisher.Hold().SetResult();
        var next = Open();
        await Turn(async () => await next.ReadAsync());
        await EmptyAsync();

        Assert.Equal(2, _publisher.Published.Count);
        Assert.Single(_publisher.Published.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task A_refused_command_and_a_write_that_did_not_happen_tell_nothing()
    {
        await Turn(() => _state.CommitAsync(tally => (Decision<Tally, long>)Decision.Refuse(tally, "no", "No.")));
        _store.RefuseNextWrite();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(5));
        await AddAsync(1);
        await EmptyAsync();

        Assert.Equal("""{"amount":1,"new_sum":1}""", Encoding.UTF8.GetString(Assert.Single(_publisher.Published).Data.Span));
    }

    [Fact]
    public async Task A_command_that_comes_again_under_its_key_tells_its_event_once()
    {
        var context = new CommandContext(null, IdempotencyKey.Create("key", "add"));
        await Turn(() => _state.CommitAsync(tally => Add(tally, 5), context));
        Assert.True((await Turn(() => _state.CommitAsync(tally => Add(tally, 5), context))).Replayed);
        await EmptyAsync();

        Assert.Single(_publisher.Published);
    }

    [Fact]
    public async Task Where_as_many_events_wait_as_may_wait_a_further_command_is_refused_and_one_that_tells_nothing_is_not()
    {
        _publisher.Hold();
        for (var i = 0; i < Outbox.MaxEvents; i++)
            Assert.Null((await AddAsync(1)).Refusal);

        Assert.Equal(RefusalCodes.OutboxFull, (await AddAsync(1)).Refusal?.Code);
        Assert.Null((await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, 1)))).Refusal);
        Assert.Equal(Outbox.MaxEvents + 1, (await StoredAsync()).State.Sum);
    }

    [Fact]
    public async Task What_the_engine_does_to_the_outbox_leaves_the_etag_of_the_state_as_it_was()
    {
        var etag = (await AddAsync(5)).ETag;
        await EmptyAsync();

        Assert.Equal(etag, await Turn(async () => (await _state.ReadAsync()).ETag));
        var other = Open();
        Assert.Equal(etag, await Turn(async () => (await other.ReadAsync()).ETag));
        var reply = await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, 1), new CommandContext(etag, null)));
        Assert.Null(reply.Refusal);
        Assert.NotEqual(etag, reply.ETag);
        Assert.Equal(reply.ETag, await Turn(async () => (await _state.ReadAsync()).ETag));
    }

    [Fact]
    public async Task An_event_that_waits_keeps_no_silo_without_a_publisher_from_deciding()
    {
        _publisher.Hold();
        await AddAsync(5);
        using var silent = new TestEngine(_store);
        var state = await _turns.OpenAsync(silent.Engine, "tally", "1", new Tally(0));

        Assert.Equal(6, (await Turn(() => state.CommitAsync(tally => Tally.Add(tally, 1)))).Value);
        Assert.NotNull((await StoredAsync()).Outbox);
    }

    [Fact]
    public async Task A_store_that_lost_its_tail_is_given_back_the_events_with_the_state()
    {
        _publisher.Hold();
        await AddAsync(1);
        var before = _store.Snapshot();
        await AddAsync(2);

        _store.Restart(before);
        await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, 0)));

        Assert.Equal(2, (await StoredAsync()).Outbox!.Events.Length);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("long", StateEvent.MaxDataBytes + 1)]
    public async Task An_event_that_can_not_be_told_is_a_fault_and_changes_nothing(string type, int bytes)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Turn(() => _state.CommitAsync(
            tally => Tally.Add(tally, 1) with { Events = [new StateEvent(type, new byte[bytes])] })));

        Assert.Equal(0, await Turn(async () => (await _state.ReadAsync()).State.Sum));
    }

    [Fact]
    public async Task Where_nobody_publishes_a_decision_that_tells_an_event_is_a_fault_and_changes_nothing()
    {
        using var silent = new TestEngine(_store);
        var state = await _turns.OpenAsync(silent.Engine, "tally", "2", new Tally(0));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Turn(() => state.CommitAsync(tally => Add(tally, 1))));

        Assert.Contains(nameof(IEventPublisher), fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Turn(async () => (await state.ReadAsync()).State.Sum));
    }

    [Fact]
    public async Task Where_nobody_is_to_be_told_a_decision_takes_effect_and_its_events_are_dropped()
    {
        using var silent = new TestEngine(_store, configure: services => services.TellNobody());
        var state = await _turns.OpenAsync(silent.Engine, "tally", "1", new Tally(0));

        for (var i = 0; i <= Outbox.MaxEvents; i++)
            Assert.Null((await Turn(() => state.CommitAsync(tally => Add(tally, 1)))).Refusal);

        Assert.Equal(Outbox.MaxEvents + 1, (await StoredAsync()).State.Sum);
        Assert.Null((await StoredAsync()).Outbox);
    }

    [Fact]
    public async Task Where_there_is_a_publisher_it_is_told_though_somebody_said_that_nobody_is()
    {
        using var both = new TestEngine(_store, publisher: _publisher, configure: services => services.TellNobody());
        var state = await _turns.OpenAsync(both.Engine, "tally", "1", new Tally(0));
        await Turn(() => state.CommitAsync(tally => Add(tally, 1)));
        await EmptyAsync();

        Assert.Single(_publisher.Published);
    }

    [Fact]
    public async Task A_state_that_speaks_of_others_tells_under_their_keys()
    {
        await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, 1).Tell("added", new Added(1, 1), "other").Tell("added", new Added(1, 1))));
        await EmptyAsync();

        Assert.Equal(["other", "1"], _publisher.Published.Select(told => told.Key));
    }

    [Fact]
    public async Task Where_events_of_as_many_bytes_wait_as_may_wait_a_further_command_is_refused()
    {
        _publisher.Hold();
        Assert.Null((await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, 1) with { Events = [new StateEvent("large", new byte[Outbox.MaxBytes])] }))).Refusal);

        Assert.Equal(RefusalCodes.OutboxFull, (await AddAsync(1)).Refusal?.Code);
    }

    [Fact]
    public async Task What_waits_when_a_record_is_erased_is_published_before_it_is_gone()
    {
        _publisher.FailNext(1);
        await AddAsync(5);
        await _publisher.CalledAsync();

        await Turn(() => _state.EraseAsync());

        Assert.Equal("""{"amount":5,"new_sum":5}""", Encoding.UTF8.GetString(Assert.Single(_publisher.Published).Data.Span));
        Assert.Equal(ETag.None, (await _store.Memory.ReadAsync("tally/1")).ETag);
    }

    [Fact]
    public async Task A_record_is_erased_though_nobody_takes_its_events()
    {
        _publisher.Hold();
        await AddAsync(5);
        await _publisher.CalledAsync();
        var erasing = Turn(() => _state.EraseAsync());
        await _publisher.CalledAsync();
        Assert.False(erasing.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await erasing;

        Assert.Equal(ETag.None, (await _store.Memory.ReadAsync("tally/1")).ETag);
    }

    [Fact]
    public async Task How_long_the_oldest_event_has_waited_and_how_often_nobody_took_it_are_metrics()
    {
        using var meter = new EngineMeter(_test.Services);
        _publisher.FailNext(1);
        await AddAsync(5);
        await _publisher.CalledAsync();
        await Eventually.UntilAsync("a failure", () => Task.FromResult(meter.Counted("state_event_failures") == 1));

        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(0.2, meter.Shown("state_event_age")!.Value, 3);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await EmptyAsync();
        await Eventually.UntilAsync("nothing waits", () => Task.FromResult(meter.Shown("state_event_age") == 0));
        Assert.Equal(1, meter.Counted("state_events"));
    }

    private static Decision<Tally, long> Add(Tally tally, long amount) => Tally.Add(tally, amount).Tell("added", new Added(amount, tally.Sum + amount));

    private DurableState<Tally> Open() => _turns.OpenAsync(_test.Engine, "tally", "1", new Tally(0)).Result;

    private Task<Reply<long>> AddAsync(long amount) => Turn(() => _state.CommitAsync(tally => Add(tally, amount)));

    private Task EmptyAsync() => Eventually.UntilAsync("an empty outbox", async () => (await StoredAsync()).Outbox is null);

    private async Task<StoredState<Tally>> StoredAsync() => new StateSerializer<Tally>(_test.Services.GetRequiredService<Serializer<StoredState<Tally>>>())
        .Deserialize((await _store.Memory.ReadAsync("tally/1")).Payload);

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();

    private sealed record Added(long Amount, long NewSum);
}
