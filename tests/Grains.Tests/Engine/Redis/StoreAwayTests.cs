using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>A real redis-server that dies, hangs and comes back under a live activation.</summary>
public sealed class StoreAwayTests(RedisFixture redis) : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _silo = await RedisSilo.StartAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task While_the_server_is_gone_commands_certainly_do_not_happen_and_reads_go_on()
    {
        await _silo.AddAsync(1);
        _server.Kill();
        await Eventually.UntilAsync("the client has noticed that the server is gone", () => !_silo.Connection.IsConnected);

        // More than open the breaker: what that refuses is answered for in the same way.
        for (var i = 0; i < 30; i++)
            Assert.False((await Assert.ThrowsAsync<StoreUnavailableException>(() => Bounded(_silo.AddAsync(1)))).OutcomeUnknown);
        Assert.Equal(1, await _silo.ReadAsync());

        await _server.RestartAsync(TestContext.Current.CancellationToken);
        await _silo.AddOnceAsync("key");
        Assert.Equal(2, await _silo.StoredAsync());
    }

    [Fact]
    public async Task While_the_server_hangs_commands_are_given_up_and_readers_of_other_grains_are_answered()
    {
        await _silo.AddAsync(1);
        var other = _silo.Open("2");
        await _silo.Turn(() => other.CommitAsync(tally => Tally.Add(tally, 7)));
        _server.Pause();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Bounded(_silo.AddAsync(1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Bounded(_silo.ReadAsync()));
        Assert.Equal(7, await _silo.Turn(async () => (await other.ReadAsync()).State.Sum));

        _server.Resume();
        await _silo.ConnectedAsync();
        var read = await _silo.ReadAsync();
        Assert.InRange(read, 1, 2);
        Assert.Equal(read, await _silo.StoredAsync());
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_the_server_dies_and_hangs_and_comes_back()
    {
        const int Clients = 4, Commands = 12;
        var clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < Commands; i++)
                await _silo.AddOnceAsync($"{client}/{i}");
        })));
        var cancellation = TestContext.Current.CancellationToken;

        _server.Kill();
        await Eventually.UntilAsync("the client has noticed that the server is gone", () => !_silo.Connection.IsConnected);
        await _server.RestartAsync(cancellation);
        await _silo.ConnectedAsync();
        _server.Pause();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Bounded(_silo.Store.ReadAsync("any")));
        _server.Resume();
        await clients;

        Assert.Equal(Clients * Commands, await _silo.ReadAsync());
        Assert.Equal(Clients * Commands, await _silo.StoredAsync());
    }

    private static Task<T> Bounded<T>(Task<T> call) => call.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
}
