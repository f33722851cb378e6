using OrleansState.Partitions;

namespace OrleansState.Grains.Tests.Partitions;

public sealed class PartitionGrainTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;
    private IPartitionGrain _partition = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        _partition = _cluster.Grains.GetGrain<IPartitionGrain>("group/events/0");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Progress_moves_forward_only()
    {
        await _partition.AdvanceAsync(_cluster.Store.Life, "log", 10);
        await _partition.AdvanceAsync(_cluster.Store.Life, "log", 4);

        Assert.Equal(10, (await _partition.GetAsync()).NextOffset);
    }

    [Fact]
    public async Task A_topic_made_anew_begins_anew()
    {
        await _partition.AdvanceAsync(_cluster.Store.Life, "log", 10);
        await _partition.AdvanceAsync(_cluster.Store.Life, "another log", 4);

        Assert.Equal(new Checkpoint(_cluster.Store.Life, "another log", 4), await _partition.GetAsync());
    }

    [Fact]
    public async Task Progress_made_in_another_life_of_the_store_is_not_taken()
    {
        var life = _cluster.Store.Life;
        _cluster.Store.Restart(_cluster.Store.Snapshot());

        Assert.False(await _partition.AdvanceAsync(life, "log", 10));

        Assert.Null((await _partition.GetAsync()).Log);
    }

    /// <summary>The counts that the progress speaks of may be lost with it, and nobody may remember them.</summary>
    [Fact]
    public async Task Progress_that_the_store_has_lost_is_not_given_back_to_it()
    {
        await _partition.AdvanceAsync(_cluster.Store.Life, "log", 3);
        var before = _cluster.Store.Snapshot();
        await _partition.AdvanceAsync(_cluster.Store.Life, "log", 9);
        _cluster.Store.Restart(before);

        await _partition.AdvanceAsync(_cluster.Store.Life, "log", 3);

        Assert.Equal(3, (await _partition.GetAsync()).NextOffset);
    }
}
