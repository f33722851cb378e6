using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.LocalCluster.Tests.Servers;

/// <summary>Real servers that follow one another, and real sentinels that say which is the primary.</summary>
public sealed class RedisReplicaTests(RedisFixture redis)
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_changes_places_with_its_primary_and_back_and_a_restart_changes_nothing_of_that()
    {
        redis.RequireRealRedis();
        await using var first = await RedisServer.StartAsync(cancellationToken: Cancelled);
        await SetAsync(first, "before");
        await using var second = await RedisServer.StartReplicaAsync(first, cancellationToken: Cancelled);
        Assert.Equal("before", await GetAsync(second));

        await first.FailOverAsync(second, Cancelled);
        await SetAsync(second, "after");
        await first.RestartAsync(Cancelled);
        await Eventually.UntilAsync("the demoted server has what the new primary wrote", async () => await GetAsync(first) == "after");

        await first.PromoteAsync(Cancelled);
        await SetAsync(first, "apart");
        await second.FollowAsync(first, Cancelled);
        Assert.Equal("apart", await GetAsync(second));
    }

    [Fact]
    public async Task Sentinels_make_the_replica_the_primary_when_asked_and_when_the_primary_dies()
    {
        redis.RequireRealRedis();
        await using var servers = await ClusterRedis.StartAsync(RedisTopology.Sentinel, cancellationToken: Cancelled);
        await using var client = await ConnectionMultiplexer.ConnectAsync(servers.ConnectionString);
        var (first, second) = (await servers.PrimaryAsync(Cancelled), await servers.ReplicaAsync(Cancelled));
        await SetAsync(first, "before");

        await servers.Sentinels.FailOverAsync(second, Cancelled);
        Assert.Same(second, await servers.PrimaryAsync(Cancelled));
        await Eventually.UntilAsync("the demoted server follows", () => ReplicationInfo.IsFollowingAsync(first.Port, second.Port, Cancelled));

        second.Kill();
        await servers.Sentinels.WaitForPrimaryAsync(first, Cancelled);
        Assert.Equal("before", await GetAsync(first));
        await second.RestartAsync(Cancelled);
        await Eventually.UntilAsync("the server that died follows", () => ReplicationInfo.IsFollowingAsync(second.Port, first.Port, Cancelled));
    }

    private static async Task SetAsync(RedisServer server, string value)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await client.GetDatabase().StringSetAsync("key", value);
    }

    private static async Task<string?> GetAsync(RedisServer server)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        return await client.GetDatabase().StringGetAsync("key");
    }
}
