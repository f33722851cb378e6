using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Real servers of which another becomes the primary, on purpose and because one died.</summary>
public sealed class FailoverTests(RedisFixture redis)
{
    /// <summary>Four times what the promises give the system to come back by itself: a busy machine is slower, and what waits for a hand never comes.</summary>
    private static readonly TimeSpan ComesBack = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [LongFact]
    public async Task After_a_planned_failover_commands_are_answered_by_the_new_primary_and_after_another_by_the_old_one()
    {
        redis.RequireRealRedis();
        await using var first = await RedisServer.StartAsync(cancellationToken: Cancelled);
        await using var second = await RedisServer.StartReplicaAsync(first, cancellationToken: Cancelled);
        await using var silo = await RedisSilo.StartAsync($"{first.ConnectionString},{second.ConnectionString}");
        await silo.AddOnceAsync("before");

        await first.FailOverAsync(second, Cancelled);
        await silo.AddOnceAsync("on the other", ComesBack);
        Assert.Equal(2, await silo.StoredAsync());

        await second.FailOverAsync(first, Cancelled);
        await silo.AddOnceAsync("on the first again", ComesBack);
        Assert.Equal(3, await silo.StoredAsync());
    }

    [LongFact]
    public async Task Sentinels_are_asked_for_the_primary_by_connection_string_and_what_was_acknowledged_outlives_its_kill_9()
    {
        redis.RequireRealRedis();
        await using var servers = await ClusterRedis.StartAsync(RedisTopology.Sentinel, cancellationToken: Cancelled);
        var (first, second) = (await servers.PrimaryAsync(Cancelled), await servers.ReplicaAsync(Cancelled));
        await using var silo = await RedisSilo.StartAsync(servers.ConnectionString);
        await silo.AddOnceAsync("before");

        await servers.Sentinels.FailOverAsync(second, Cancelled);
        await silo.AddOnceAsync("after the planned one", ComesBack);
        await servers.Sentinels.WaitForReplicaAsync(first, second, Cancelled);

        second.Kill();
        await servers.Sentinels.WaitForPrimaryAsync(first, Cancelled);
        await silo.AddOnceAsync("after the forced one", ComesBack);
        Assert.Equal(3, await silo.StoredAsync());
    }
}
