using OrleansState.Storage;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>What an activation does when it learns from a write, and not from a load, that its user was erased.</summary>
public sealed class ErasedStateTests : IDisposable
{
    private readonly LyingStore _store = new();
    private readonly TestEngine _test;
    private readonly DurableState<Tally> _state;
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public ErasedStateTests()
    {
        _test = new TestEngine(_store);
        _state = _turns.OpenAsync(_test.Engine, "tally", "1", new Tally(0)).Result;
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Whoever_waited_for_that_write_or_for_the_next_is_told_and_nothing_stays_in_memory()
    {
        var write = _store.HoldNextWrite();
        var first = AddAsync(1);
        await write.Begun;
        var behind = AddAsync(10);
        var unchanged = AddAsync(0);
        await Turn(() => Task.FromResult(0));

        await EraseUserAsync();
        write.Release();

        foreach (var command in new[] { first, behind, unchanged })
            await Assert.ThrowsAsync<UserErasedException>(() => command);
        await Assert.ThrowsAsync<UserErasedException>(ReadAsync);
        Assert.Equal(1, _store.Writes);
    }

    [Fact]
    public async Task A_record_that_the_store_had_lost_is_not_given_back()
    {
        var nothing = _store.Snapshot();
        await AddAsync(5);
        _store.Restart(nothing);
        // The command's own write, which meets the new epoch, comes before the one that would give the record back.
        _store.LetNextWriteThrough();
        var write = _store.HoldNextWrite();
        var add = AddAsync(1);
        await write.Begun;
        await EraseUserAsync();
        write.Release();

        await Assert.ThrowsAsync<UserErasedException>(() => add);

        Assert.Equal(ETag.None, (await _store.Memory.ReadAsync("tally/1")).ETag);
    }

    [Fact]
    public async Task A_record_that_was_erased_is_not_given_back_to_a_store_that_restarted()
    {
        await AddAsync(5);
        await Turn(async () =>
        {
            await _state.EraseAsync();
            return 0;
        });
        _store.Restart();

        Assert.Equal(1, await AddAsync(1));
    }

    private Task EraseUserAsync() => _test.Engine.PlaceTombstoneAsync("1", TimeSpan.FromDays(1));

    private Task<long> AddAsync(long amount) => Turn(async () =>
        (await _state.CommitAsync(tally => amount == 0 ? Decision.Accept(tally, 0L) : Tally.Add(tally, amount))).Value);

    private Task<long> ReadAsync() => Turn(async () => (await _state.ReadAsync()).State.Sum);

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();
}
