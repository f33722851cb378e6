using OrleansState.Kafka;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Checkpoints;

public sealed class CheckpointGrainTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;
    private ICheckpointGrain _partition = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        _partition = _cluster.Grains.GetGrain<ICheckpointGrain>("group/events/0");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Progress_moves_forward_only()
    {
        await _partition.AdvanceAsync(_cluster.Store.Epoch, "log", 10);
        await _partition.AdvanceAsync(_cluster.Store.Epoch, "log", 4);

        Assert.Equal(10, (await _partition.GetAsync()).NextOffset);
    }

    [Fact]
    public async Task A_topic_made_anew_begins_anew()
    {
        await _partition.AdvanceAsync(_cluster.Store.Epoch, "log", 10);
        await _partition.AdvanceAsync(_cluster.Store.Epoch, "another log", 4);

        Assert.Equal(new Checkpoint(_cluster.Store.Epoch, "another log", 4), await _partition.GetAsync());
    }

    [Fact]
    public async Task Progress_made_in_another_life_of_the_store_is_not_taken()
    {
        var epoch = _cluster.Store.Epoch;
        _cluster.Store.Restart(_cluster.Store.Snapshot());

        Assert.False(await _partition.AdvanceAsync(epoch, "log", 10));

        Assert.Null((await _partition.GetAsync()).Log);
    }

    /// <summary>The counts that the progress speaks of may be lost with it, and nobody may remember them.</summary>
    [Fact]
    public async Task Progress_that_the_store_has_lost_is_not_given_back_to_it()
    {
        await _partition.AdvanceAsync(_cluster.Store.Epoch, "log", 3);
        var before = _cluster.Store.Snapshot();
        await _partition.AdvanceAsync(_cluster.Store.Epoch, "log", 9);
        _cluster.Store.Restart(before);

        await _partition.AdvanceAsync(_cluster.Store.Epoch, "log", 3);

        Assert.Equal(3, (await _partition.GetAsync()).NextOffset);
    }

    [Fact]
    public async Task Progress_that_is_gone_from_a_running_store_ends_its_life_and_is_not_moved_on_from()
    {
        var epoch = _cluster.Store.Epoch;
        await _partition.AdvanceAsync(epoch, "log", 3);
        _cluster.Store.TakeBack(StoreSnapshot.Empty);

        Assert.False(await _partition.AdvanceFromAsync(epoch, "log", 3, 9));

        var checkpoint = await _partition.GetAsync();
        Assert.NotEqual(epoch, checkpoint.Epoch);
        Assert.Null(checkpoint.Log);
    }

    [Fact]
    public async Task Progress_that_is_older_again_is_not_moved_on_from_even_by_an_activation_that_never_knew_better()
    {
        var epoch = _cluster.Store.Epoch;
        await _partition.AdvanceAsync(epoch, "log", 3);
        var before = _cluster.Store.Snapshot();
        await _partition.AdvanceFromAsync(epoch, "log", 3, 9);
        await _cluster.DeactivateAsync(_partition);
        _cluster.Store.TakeBack(before);

        Assert.False(await _partition.AdvanceFromAsync(epoch, "log", 9, 12));

        Assert.Null((await _partition.GetAsync()).Log);
    }

    [Fact]
    public async Task Progress_of_another_generation_of_the_store_is_not_believed()
    {
        var epoch = _cluster.Store.Epoch;
        await _partition.AdvanceAsync(epoch, "log", 3);

        await _cluster.Store.Memory.EndAsync(_cluster.Store.Memory.LastSeen(""));
        await _cluster.DeactivateAsync(_partition);

        var checkpoint = await _partition.GetAsync();
        Assert.Null(checkpoint.Log);
        Assert.True(await _partition.AdvanceAsync(checkpoint.Epoch, "log", 0));
        Assert.Equal(0, (await _partition.GetAsync()).NextOffset);
    }

    [Fact]
    public async Task Progress_that_another_bridge_has_moved_further_stays_where_it_is()
    {
        var epoch = _cluster.Store.Epoch;
        await _partition.AdvanceAsync(epoch, "log", 9);

        Assert.True(await _partition.AdvanceFromAsync(epoch, "log", 3, 6));

        Assert.Equal(new Checkpoint(epoch, "log", 9), await _partition.GetAsync());
    }
}
