using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>
/// A primary that is demoted and promoted again without a restart: it keeps its run id and its scripts, and lacks what the
/// other, which was the primary meanwhile, lacked. One silo asks the store for nothing while that happens.
/// </summary>
public sealed class PromotionTests(RedisFixture redis) : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisServer _other = null!;
    private RedisSilo _sleeper = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _sleeper = await RedisSilo.StartAsync(_server.ConnectionString, sleeps: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sleeper is not null)
            await _sleeper.DisposeAsync();
        if (_other is not null)
            await _other.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_command_that_was_applied_before_is_not_taken_as_applied_from_memory()
    {
        await _sleeper.AddOnceAsync("kept");
        await ParkReplicaAsync();
        await _sleeper.AddOnceAsync("lost");

        await LoseByPromotionAsync();
        await _sleeper.AddOnceAsync("lost");

        Assert.Equal(2, await _sleeper.StoredAsync());
    }

    [Fact]
    public async Task A_command_that_was_meant_for_the_time_before_is_refused()
    {
        await _sleeper.AddOnceAsync("kept");
        var state = _sleeper.Open("1");
        var (_, epoch) = await _sleeper.Turn(async () => await state.ReadWithEpochAsync());
        await ParkReplicaAsync();

        await LoseByPromotionAsync();
        var reply = await _sleeper.Turn(() => state.CommitAsync(new Command<Tally, long>(tally => Tally.Add(tally, 1), Epoch: epoch)));

        Assert.True(EpochMismatch.Is(reply.Refusal));
        Assert.Equal(1, await _sleeper.StoredAsync());
    }

    [Fact]
    public async Task A_state_read_after_it_belongs_to_another_epoch()
    {
        await _sleeper.AddOnceAsync("kept");
        var before = await _sleeper.Store.CurrentTokenAsync();
        await ParkReplicaAsync();

        await LoseByPromotionAsync();

        Assert.NotEqual(before, await _sleeper.Store.CurrentTokenAsync());
    }

    [Fact]
    public async Task Planned_failovers_there_and_back_are_two_promotions()
    {
        await _sleeper.AddOnceAsync("kept");
        var before = await _sleeper.Store.CurrentTokenAsync();
        _other = await RedisServer.StartReplicaAsync(_server, cancellationToken: Cancelled);

        await _server.FailOverAsync(_other, Cancelled);
        await _other.FailOverAsync(_server, Cancelled);

        Assert.NotEqual(before, await _sleeper.Store.CurrentTokenAsync());
    }

    /// <summary>A second server that has all there is so far, and gets nothing of what comes.</summary>
    private async Task ParkReplicaAsync()
    {
        _other = await RedisServer.StartReplicaAsync(_server, cancellationToken: Cancelled);
        await _other.PromoteAsync(Cancelled);
    }

    /// <summary>The server follows the other, which takes from it what the other lacks, and is the primary again.</summary>
    private async Task LoseByPromotionAsync()
    {
        await _server.FollowAsync(_other, Cancelled);
        await _server.PromoteAsync(Cancelled);
    }
}
