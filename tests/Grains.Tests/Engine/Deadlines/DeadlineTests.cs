using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using OrleansState.Storage;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine.Deadlines;

/// <summary>A state whose deadline has passed is seen by nobody as it was before.</summary>
public sealed class DeadlineTests : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly LyingStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TestEngine _test;
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly DurableState<Timed> _state;

    public DeadlineTests()
    {
        _test = new TestEngine(_store, clock: _clock, configure: services => services.ConfigureState<Timed>((timed, _) =>
            timed.Deadline(new Deadline<Timed>(t => t.ChangedAt, Timed.Expire) { After = Lifetime })));
        _state = Open();
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_state_is_what_it_was_until_the_tick_before_its_deadline_and_expired_from_there_on()
    {
        await AddAsync(5);

        _clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal(5, await ReadAsync());

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, await ReadAsync());
        Assert.Equal(0, (await StoredAsync()).Sum);
    }

    [Fact]
    public async Task A_read_of_an_expired_state_waits_until_that_is_durable()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime);
        var write = _store.HoldNextWrite();

        var read = ReadAsync();
        await write.Begun;
        Assert.False(read.IsCompleted);
        write.Release();

        Assert.Equal(0, await read);
    }

    [Fact]
    public async Task A_command_is_decided_on_the_expired_state_in_one_write()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime);
        var writes = _store.Writes;

        Assert.Equal(3, (await AddAsync(3)).Value);

        Assert.Equal(writes + 1, _store.Writes);
        Assert.Equal((3, 1), ((await StoredAsync()).Sum, (await StoredAsync()).Expiries));
    }

    [Fact]
    public async Task A_refused_command_leaves_the_state_expired()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime);

        var refused = await Turn(() => _state.CommitAsync(state => state.Sum < 5
            ? Decision.Refuse(state, "too-little", "Five are the least.")
            : Decision.Accept(state, state.Sum)));

        Assert.Equal("too-little", refused.Refusal?.Code);
        Assert.Equal((0, 1), ((await StoredAsync()).Sum, (await StoredAsync()).Expiries));
    }

    [Fact]
    public async Task A_condition_that_names_the_state_before_its_deadline_is_refused()
    {
        var etag = (await AddAsync(5)).ETag;
        _clock.Advance(Lifetime);

        var reply = await Turn(() => _state.CommitAsync(state => Timed.Add(state, 1, _clock.GetUtcNow()), new CommandContext(etag, null)));

        Assert.Equal(RefusalCodes.PreconditionFailed, reply.Refusal?.Code);
        Assert.Equal(0, (await StoredAsync()).Sum);
    }

    [Fact]
    public async Task An_activation_that_loads_a_state_after_its_deadline_shows_it_expired()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime);

        var next = Open();

        Assert.Equal(0, await Turn(async () => (await next.ReadAsync()).State.Sum));
        Assert.Equal(0, await Turn(async () => (await next.ReadLatestAsync()).State.Sum));
    }

    [Fact]
    public async Task Reads_at_one_moment_expire_a_state_once()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync())), sum => Assert.Equal(0, sum));

        Assert.Equal(1, (await StoredAsync()).Expiries);
    }

    [Fact]
    public async Task While_the_store_is_away_an_expired_state_is_not_shown()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime);
        _store.RefuseNextWrite();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAsync());

        Assert.Equal(0, await ReadAsync());
    }

    [Fact]
    public async Task A_deadline_whose_rule_refuses_is_a_fault_and_shows_nobody_the_state()
    {
        using var test = new TestEngine(_store, clock: _clock, configure: services => services.ConfigureState<Timed>((timed, _) =>
            timed.Deadline(new Deadline<Timed>(t => t.ChangedAt, (t, _) => Decision.Refuse(t, "no", "It stays.")) { After = Lifetime })));
        var state = await _turns.OpenAsync(test.Engine, "timed", "2", new Timed(0, null, 0));
        await Turn(() => state.CommitAsync(timed => Timed.Add(timed, 5, _clock.GetUtcNow())));
        _clock.Advance(Lifetime);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Turn(async () => await state.ReadAsync()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Turn(() => state.CommitAsync(timed => Timed.Add(timed, 1, _clock.GetUtcNow()))));
    }

    [Fact]
    public async Task A_change_in_time_moves_the_deadline()
    {
        await AddAsync(5);
        _clock.Advance(Lifetime / 2);
        await AddAsync(1);
        _clock.Advance(Lifetime / 2);

        Assert.Equal(6, await ReadAsync());
    }

    private DurableState<Timed> Open()
    {
        return _turns.OpenAsync(_test.Engine, "timed", "1", new Timed(0, null, 0)).Result;
    }

    private Task<Reply<long>> AddAsync(long amount) => Turn(() => _state.CommitAsync(timed => Timed.Add(timed, amount, _clock.GetUtcNow())));

    private Task<long> ReadAsync() => Turn(async () => (await _state.ReadAsync()).State.Sum);

    private async Task<Timed> StoredAsync() => new StateSerializer<Timed>(_test.Services.GetRequiredService<Serializer<StoredState<Timed>>>())
        .Deserialize((await _store.Memory.ReadAsync("timed/1")).Payload).State;

    private Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();
}
