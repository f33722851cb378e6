using Microsoft.Extensions.Time.Testing;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>Answers that are remembered as they are, on a real redis-server that is killed and robbed of the end of its file.</summary>
public sealed class RememberedAnswersTests(RedisFixture redis) : IAsyncLifetime
{
    /// <summary>More than a record has room for: most of them come to lie beside it.</summary>
    private const int Keys = 40;

    /// <summary>None of these is about a server that does not answer.</summary>
    private static readonly TimeSpan Patience = Eventually.Patience;

    private RedisServer _server = null!;
    private RedisSilo _silo = null!;
    private DurableState<Tally> _state = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        // Its clock stands still: however long the adds take, they are of the minute that an activation remembers.
        _silo = await RedisSilo.StartAsync(_server.ConnectionString, sleeps: true, Patience, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        _state = _silo.Open("42");
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task They_are_given_again_by_another_silo_after_the_store_was_killed()
    {
        var first = await AddAllAsync(_silo, _state);
        _server.Kill();
        await _server.RestartAsync(TestContext.Current.CancellationToken);
        await using var other = await RedisSilo.StartAsync(_server.ConnectionString, timeout: Patience);
        await other.ConnectedAsync();

        await AssertGivenAgainAsync(first, other, other.Open("42"));
    }

    [Fact]
    public async Task They_go_back_into_a_store_that_lost_them()
    {
        await AddAsync(_silo, _state, "before");
        var length = _server.AppendOnlyBytes();
        var first = await AddAllAsync(_silo, _state);
        await _server.RestartWithoutAfterAsync(length, TestContext.Current.CancellationToken);
        await _silo.ConnectedAsync();

        await AssertGivenAgainAsync(first, _silo, _state);

        await using var other = await RedisSilo.StartAsync(_server.ConnectionString, timeout: Patience);
        await AssertGivenAgainAsync(first, other, other.Open("42"));
    }

    private static async Task AssertGivenAgainAsync(List<Reply<long>> first, RedisSilo silo, DurableState<Tally> state)
    {
        var again = await AddAllAsync(silo, state);
        Assert.Equal(first.Select(reply => (reply.Value, reply.ETag)), again.Select(reply => (reply.Value, reply.ETag)));
        Assert.All(again, reply => Assert.True(reply.Replayed));
    }

    private static async Task<List<Reply<long>>> AddAllAsync(RedisSilo silo, DurableState<Tally> state)
    {
        var replies = new List<Reply<long>>();
        for (var i = 0; i < Keys; i++)
            replies.Add(await AddAsync(silo, state, $"key-{i}"));
        return replies;
    }

    private static Task<Reply<long>> AddAsync(RedisSilo silo, DurableState<Tally> state, string key) => silo.Turn(() => state.CommitAsync(
        tally => Tally.Add(tally, 1), new CommandContext(Key: IdempotencyKey.Create(key, "add 1"))));
}
