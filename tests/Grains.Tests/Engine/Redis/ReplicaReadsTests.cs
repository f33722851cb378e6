using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using Polly.CircuitBreaker;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>A replica in the connection string that lacks what its primary had acknowledged, and a primary that is gone.</summary>
public sealed class ReplicaReadsTests(RedisFixture redis) : IAsyncLifetime
{
    /// <summary>Four times what the promises give the system to come back by itself: a busy machine is slower, and what waits for a hand never comes.</summary>
    private static readonly TimeSpan ComesBack = TimeSpan.FromMinutes(1);

    private RedisServer _primary = null!;
    private RedisServer _replica = null!;
    private RedisSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _primary = await RedisServer.StartAsync();
        _replica = await RedisServer.StartReplicaAsync(_primary);
        _silo = await RedisSilo.StartAsync($"{_primary.ConnectionString},{_replica.ConnectionString}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_replica is not null)
            await _replica.DisposeAsync();
        if (_primary is not null)
            await _primary.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_read_from_a_replica_and_reads_go_on_when_it_is_the_primary()
    {
        const int Reads = 8;
        await _silo.AddAsync(1);
        _replica.Kill();
        await _silo.AddAsync(10);
        _primary.Kill();
        await _replica.RestartAsync(TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("the client's connection to the replica", () => _silo.Connection.GetServer(_replica.ConnectionString).IsConnected);

        // What the breaker refuses says nothing of the replica.
        for (var asked = 0; asked < Reads;)
            asked += (await Assert.ThrowsAsync<StoreUnavailableException>(ReadNewlyAsync)).InnerException is BrokenCircuitException ? 0 : 1;

        await _replica.PromoteAsync(TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("an answer of the new primary", AnswersAsync, ComesBack);
        await _silo.AddOnceAsync("after", ComesBack);
    }

    /// <summary>By an activation that has nothing in memory.</summary>
    private Task<long> ReadNewlyAsync()
    {
        var activation = _silo.Open("1");
        return _silo.Turn(async () => (await activation.ReadAsync()).State.Sum);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ReadNewlyAsync();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
