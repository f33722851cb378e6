using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Clicks;
using OrleansState.Grains.Clicks;
using OrleansState.Storage;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.StoredStates;

/// <summary>What an earlier release wrote becomes a record of today's form when it is first loaded, and nothing counts twice.</summary>
public sealed class EarlierFormTests : IDisposable
{
    private const string Key = "clicks/1";

    private readonly LyingStore _store = new();
    private readonly TestEngine _test;
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public EarlierFormTests() => _test = new TestEngine(_store);

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_first_load_writes_the_marks_of_an_earlier_release_in_todays_form()
    {
        await StoreEarlierAsync();
        var earlier = (await _store.Memory.ReadAsync(Key)).ETag;

        var version = await ReadAsync();

        Assert.Equal(4711, version.Log.MarkOf("events", 3));
        Assert.Equal([new LogPosition("events", 2, 17)], version.Log.Redriven);
        Assert.Null(version.State.Kept);
        var stored = await StoredAsync();
        Assert.Equal(1, _store.Writes);
        Assert.Equal(version.Log.Marks, stored.Log!.Marks);
        Assert.Empty(stored.State.Marks);
        Assert.Equal(41, stored.State.Counts.Single().Count);
        // Clients know the state by the ETag that it had.
        Assert.Equal(earlier.ToString(), version.ETag);
        Assert.NotEqual(earlier, (await _store.Memory.ReadAsync(Key)).ETag);
    }

    [Fact]
    public async Task A_record_of_todays_form_is_loaded_without_a_write()
    {
        await StoreEarlierAsync();
        await ReadAsync();
        var writes = _store.Writes;

        await ReadAsync();

        Assert.Equal(writes, _store.Writes);
    }

    [Fact]
    public async Task What_an_earlier_release_has_counted_does_not_count_again()
    {
        await StoreEarlierAsync();
        var counter = await OpenAsync();

        var batch = new ClickBatch("events", 3, _store.Epoch, [new LoggedClick(4711, "click"), new LoggedClick(4712, "click", new LogPosition("events", 2, 17)), new LoggedClick(4713, "click")]);
        await Turn(() => counter.CommitAsync(new LogCommand<ClickCounterState, System.Collections.Immutable.ImmutableArray<RefusedClick>>(
            (state, log) => ClickRules.Apply(state, log, batch), Epoch: batch.Epoch)));

        Assert.Equal(42, (await ReadAsync()).State.Counts.Single().Count);
    }

    [Fact]
    public async Task A_rewrite_that_is_not_confirmed_changes_nothing_and_is_tried_by_the_next_load()
    {
        await StoreEarlierAsync();
        var counter = await OpenAsync();
        _store.LoseNextAnswer(lands: false);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => Turn(async () => await counter.ReadAsync()));

        Assert.False(fault.OutcomeUnknown);
        Assert.Equal(4711, (await Turn(async () => await counter.ReadAsync())).Log.MarkOf("events", 3));
        Assert.Equal(4711, (await StoredAsync()).Log!.MarkOf("events", 3));
    }

    [Fact]
    public async Task A_lease_finds_the_marks_of_an_earlier_release()
    {
        await StoreEarlierAsync();
        using var lease = _test.Engine.TryLease<ClickCounterState>("clicks", "1");

        Assert.Equal(4711, (await Turn(async () => await lease!.State.ReadAsync())).Log.MarkOf("events", 3));
    }

    private async Task StoreEarlierAsync()
    {
        var earlier = new StoredState<ClickCounterState>
        {
            State = new ClickCounterState
            {
                Counts = [new ClickCount("click", 41)],
                Marks = [new LogMark("events", 3, 4711)],
                Redriven = [new LogPosition("events", 2, 17)],
            },
        };
        var record = await _store.Memory.ReadAsync(Key);
        Assert.Equal(WriteOutcome.Written, await _store.Memory.WriteAsync(Key, ETag.None, ETag.New(), Serializer.Serialize(earlier), record.Epoch));
    }

    private StateSerializer<ClickCounterState> Serializer => new(_test.Services.GetRequiredService<Serializer<StoredState<ClickCounterState>>>());

    private Task<DurableState<ClickCounterState>> OpenAsync() => _turns.OpenAsync(_test.Engine, "clicks", "1", ClickCounterState.Empty, fromLog: true);

    private async Task<StateVersion<ClickCounterState>> ReadAsync()
    {
        var counter = await OpenAsync();
        return await Turn(async () => await counter.ReadAsync());
    }

    private async Task<StoredState<ClickCounterState>> StoredAsync() => Serializer.Deserialize((await _store.Memory.ReadAsync(Key)).Payload);

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();
}
