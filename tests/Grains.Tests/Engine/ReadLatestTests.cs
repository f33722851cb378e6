using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>What an activation answers of a record that somebody on another silo may have written.</summary>
public sealed class ReadLatestTests : IDisposable
{
    private readonly LyingStore _store = new();
    private readonly TestEngine _here;
    private readonly TestEngine _elsewhere;
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly TaskFactory _turnsElsewhere = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly DurableState<Tally> _state;
    private readonly DurableState<Tally> _other;

    public ReadLatestTests()
    {
        (_here, _elsewhere) = (new TestEngine(_store), new TestEngine(_store));
        _state = _turns.OpenAsync(_here.Engine, "tally", "1", new Tally(0)).Result;
        _other = _turnsElsewhere.OpenAsync(_elsewhere.Engine, "tally", "1", new Tally(0)).Result;
    }

    public void Dispose()
    {
        _here.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task What_was_written_elsewhere()
    {
        await AddAsync(1);
        await AddElsewhereAsync(5);

        Assert.Equal(6, await ReadLatestAsync());
    }

    [Fact]
    public async Task What_was_begun_elsewhere_where_there_was_no_record()
    {
        Assert.Equal(0, await ReadLatestAsync());
        await AddElsewhereAsync(5);
        Assert.Equal(5, await ReadLatestAsync());
    }

    [Fact]
    public async Task What_is_durable_while_a_write_is_under_way()
    {
        var write = _store.HoldNextWrite();
        var add = AddAsync(1);
        await write.Begun;

        Assert.Equal(0, await ReadLatestAsync());

        write.Release();
        await add;
        Assert.Equal(1, await ReadLatestAsync());
    }

    [Fact]
    public async Task What_was_written_elsewhere_while_a_write_that_will_find_it_is_under_way()
    {
        var write = _store.HoldNextWrite();
        var add = AddAsync(1);
        await write.Begun;
        await AddElsewhereAsync(5);

        var read = ReadLatestAsync();
        await Turn(() => Task.FromResult(0));
        write.Release();

        Assert.InRange(await read, 5, 6);
        Assert.Equal(6, (await add).Value);
    }

    [Fact]
    public async Task Whatever_was_acknowledged_before_anywhere()
    {
        const int Each = 300;
        var acknowledged = 0L;
        await Task.WhenAll(WriteAsync(AddAsync), WriteAsync(AddElsewhereAsync), ReadOnAsync());
        Assert.Equal(2 * Each, await ReadLatestAsync());

        async Task WriteAsync(Func<long, Task<Reply<long>>> add)
        {
            for (var written = 0; written < Each;)
            {
                try
                {
                    await add(1);
                    written++;
                    Interlocked.Increment(ref acknowledged);
                }
                catch (StoreUnavailableException fault) when (!fault.OutcomeUnknown)
                {
                    // The other one was quicker several times in a row.
                    await Task.Yield();
                }
            }
        }

        async Task ReadOnAsync()
        {
            long before;
            while ((before = Interlocked.Read(ref acknowledged)) < 2 * Each)
            {
                var read = await ReadLatestAsync();
                Assert.True(read >= before, $"{read} was read after {before} had been acknowledged.");
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Nothing_while_the_store_does_not_answer()
    {
        await AddAsync(1);
        _store.ReadsFail = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(ReadLatestAsync);
        _store.ReadsFail = false;
        Assert.Equal(1, await ReadLatestAsync());
    }

    [Fact]
    public async Task Nothing_of_a_user_who_was_erased()
    {
        Assert.Equal(0, await ReadLatestAsync());
        await _here.Engine.PlaceTombstoneAsync("1", TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<UserErasedException>(() => AddElsewhereAsync(1));

        await Assert.ThrowsAsync<UserErasedException>(ReadLatestAsync);
    }

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();

    private Task<long> ReadLatestAsync() => Turn(async () => (await _state.ReadLatestAsync()).State.Sum);

    private Task<Reply<long>> AddAsync(long amount) => Turn(() => _state.CommitAsync(tally => Tally.Add(tally, amount)));

    private Task<Reply<long>> AddElsewhereAsync(long amount) =>
        _turnsElsewhere.StartNew(() => _other.CommitAsync(tally => Tally.Add(tally, amount))).Unwrap();
}
