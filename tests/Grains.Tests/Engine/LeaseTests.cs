using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Engine;

public sealed class VisitTests : IDisposable
{
    private readonly LyingStore _store = new();
    private readonly TestEngine _test;
    private readonly StateEngine _engine;
    private readonly TaskFactory _visitor = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly TaskFactory _activation = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public VisitTests()
    {
        _test = new TestEngine(_store);
        _engine = _test.Engine;
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task An_activation_opens_when_the_visit_has_ended_and_reads_what_that_wrote()
    {
        var held = _store.HoldNextWrite();
        var lease = Lease()!;
        var written = AddAsync(lease, 1);
        await held.Begun;

        var opened = _activation.OpenAsync(_engine, "tally", "1", new Tally(0));
        Assert.False(opened.IsCompleted);
        held.Release();
        await written;
        Assert.False(opened.IsCompleted);
        lease.Dispose();

        var state = await opened;
        Assert.Equal(1, (await _activation.StartNew(() => state.ReadAsync().AsTask()).Unwrap()).State.Sum);
    }

    [Fact]
    public async Task What_is_in_memory_is_not_visited()
    {
        var state = await _activation.OpenAsync(_engine, "tally", "1", new Tally(0));

        Assert.Null(Lease());
        _engine.Close(state);
        Assert.NotNull(Lease());
        Assert.Null(Lease());
    }

    [Fact]
    public async Task A_visit_that_has_ended_makes_room_for_the_next()
    {
        for (var i = 1; i <= 3; i++)
        {
            using var lease = Lease()!;
            Assert.Equal(i, (await AddAsync(lease, 1)).Value);
        }

        Assert.Empty(_engine.OpenStates());
    }

    [Fact]
    public async Task A_closed_state_has_written_what_it_was_asked_to()
    {
        var state = await _activation.OpenAsync(_engine, "tally", "1", new Tally(0));
        var held = _store.HoldNextWrite();
        var written = _activation.StartNew(() => state.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap();
        await held.Begun;

        var closed = _activation.StartNew(state.CloseAsync).Unwrap();
        Assert.False(closed.IsCompleted);
        held.Release();
        await closed;

        Assert.True(state.IsClosed);
        Assert.Equal(1, (await written).Value);
    }

    [Fact]
    public async Task A_record_presumed_new_is_begun_without_a_read()
    {
        using var lease = Lease(presumeNew: true)!;

        var reply = await AddAsync(lease, 1);

        Assert.Equal(1, reply.Value);
        Assert.True(lease.WasNew);
        Assert.Equal((0, 1), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task A_record_that_is_there_though_it_was_presumed_new_is_added_to()
    {
        using (var first = Lease()!)
            await AddAsync(first, 5);
        using var lease = Lease(presumeNew: true)!;

        var reply = await AddAsync(lease, 1);

        Assert.Equal(6, reply.Value);
        Assert.False(lease.WasNew);
    }

    [Fact]
    public async Task What_is_presumed_is_never_told()
    {
        using (var first = Lease()!)
            await AddAsync(first, 5);
        using var lease = Lease(presumeNew: true)!;

        // It changes nothing, so that no write finds out.
        var reply = await _visitor.StartNew(() => lease.State.CommitAsync(tally => Decision.Accept(tally, tally.Sum))).Unwrap();

        Assert.Equal(5, reply.Value);
    }

    [Fact]
    public async Task What_is_presumed_in_a_life_of_the_store_that_is_over_is_read()
    {
        using (var first = Lease()!)
            await AddAsync(first, 5);
        using var lease = Lease(presumeNew: true)!;
        _store.Restart();

        Assert.Equal(6, (await AddAsync(lease, 1)).Value);
    }

    [Fact]
    public async Task A_first_write_whose_answer_is_lost_is_reported_as_unknown()
    {
        using var lease = Lease(presumeNew: true)!;
        _store.LoseNextAnswer(lands: true);

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(lease, 1))).OutcomeUnknown);
        Assert.Equal(2, (await AddAsync(lease, 1)).Value);
    }

    private Task<Reply<long>> AddAsync(StateLease<Tally> lease, long amount) =>
        _visitor.StartNew(() => lease.State.CommitAsync(tally => Tally.Add(tally, amount))).Unwrap();

    private StateLease<Tally>? Lease(bool presumeNew = false) =>
        _visitor.StartNew(() => _engine.TryLease("tally", "1", new Tally(0), presumeNew)).Result;
}
