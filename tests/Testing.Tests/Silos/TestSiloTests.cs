using OrleansState.Testing.Tests.Purses;

namespace OrleansState.Testing.Tests.Silos;

/// <summary>What a test can do to a store, and what its grain has to make of it.</summary>
public sealed class TestSiloTests : IAsyncLifetime
{
    private static readonly CommandContext Keyed = new(Key: IdempotencyKey.Create("a key", "fill 5"));

    private TestSilo _silo = null!;
    private IPurseGrain _purse = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        _purse = _silo.Grains.GetGrain<IPurseGrain>("ada");
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task What_was_acknowledged_outlives_the_activation()
    {
        await _purse.FillAsync(5);
        await _silo.DeactivateAsync(_purse);

        Assert.Equal(5, await _purse.ReadAsync());
        Assert.Equal(["purse/ada"], _silo.Store.Keys);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_or_seen_while_its_write_hangs()
    {
        var write = _silo.Store.HoldNextWrite();
        var fill = _purse.FillAsync(5);
        await write.Begun;

        Assert.False(fill.IsCompleted);
        Assert.Equal(0, await _purse.ReadAsync());

        write.Release();
        Assert.Equal(5, (await fill).Value);
    }

    [Fact]
    public async Task A_write_that_was_not_sent_has_no_effect()
    {
        _silo.Store.RefuseNextWrite();

        Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => _purse.FillAsync(5))).OutcomeUnknown);
        Assert.Equal(0, await _purse.ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_whose_answer_is_lost_takes_effect_once_when_it_is_sent_again(bool lands)
    {
        _silo.Store.LoseNextAnswer(lands);
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => _purse.FillAsync(5, Keyed))).OutcomeUnknown);

        Assert.Equal(5, (await _purse.FillAsync(5, Keyed)).Value);
        Assert.Equal(5, await _purse.ReadAsync());
    }

    [Fact]
    public async Task A_held_write_may_fail_after_all()
    {
        var write = _silo.Store.HoldNextWrite();
        var fill = _purse.FillAsync(5);
        await write.Begun;

        write.Fail(outcomeUnknown: true);

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => fill)).OutcomeUnknown);
        Assert.Equal(0, await _purse.ReadAsync());
    }

    [Fact]
    public async Task Reads_fail_where_nothing_is_in_memory()
    {
        _silo.Store.ReadsFail = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(_purse.ReadAsync);
        _silo.Store.ReadsFail = false;

        Assert.Equal(0, await _purse.ReadAsync());
    }

    [Fact]
    public async Task A_store_that_lost_its_tail_is_given_it_back_when_the_silo_looks()
    {
        await _purse.FillAsync(1);
        var before = _silo.Store.Snapshot();
        await _purse.FillAsync(5);
        var epoch = _silo.Store.Epoch;

        _silo.Store.Restart(before);
        await _silo.LookAtStoreAsync();
        await _silo.DeactivateAsync(_purse);

        Assert.NotEqual(epoch, _silo.Store.Epoch);
        Assert.Equal(6, await _purse.ReadAsync());
    }

    [Fact]
    public async Task A_backup_that_was_restored_is_found_by_the_next_activation()
    {
        await _purse.FillAsync(5);
        _silo.Store.TakeBack(StoreSnapshot.Empty);
        await _silo.DeactivateAsync(_purse);

        Assert.Equal(0, await _purse.ReadAsync());
    }

    [Fact]
    public async Task Two_silos_on_one_store_have_an_activation_each_and_lose_nothing()
    {
        await using var other = await TestSilo.StartAsync(new TestSiloOptions { Store = _silo.Store, Clock = _silo.Clock });
        var twin = other.Grains.GetGrain<IPurseGrain>("ada");
        await _purse.FillAsync(1);
        await twin.FillAsync(2);

        Assert.Equal(1, await _purse.ReadAsync());
        Assert.Equal(7, (await _purse.FillAsync(4)).Value);
    }

    [Fact]
    public async Task A_key_is_forgotten_when_its_lifetime_has_passed_on_the_silos_clock()
    {
        await _purse.FillAsync(5, Keyed);
        _silo.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(10, (await _purse.FillAsync(5, Keyed)).Value);
    }
}
