using OrleansState.Grains.Tests.Engine.Redis;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Indexes;

/// <summary>Indexes on a real redis-server say what the records say, whatever came between.</summary>
public sealed class RedisIndexTests(RedisFixture redis) : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisSilo _one = null!;
    private RedisSilo _two = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _one = await RedisSilo.StartAsync(_server);
        _two = await RedisSilo.StartAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null)
            await _one.DisposeAsync();
        if (_two is not null)
            await _two.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task After_changes_and_erasures_by_two_silos_each_index_says_what_the_records_say()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");

        var scores = await ScoreIndexes.PlayAsync(new Random(seed), changes: 2000, _one, _two);

        await ScoreIndexes.AgreeAsync(ScoreIndexes.Of(_one), scores, andGrowth: true);
    }

    [Fact]
    public async Task A_bounded_index_keeps_no_more_than_it_may_and_misses_none_that_is_higher()
    {
        for (var i = 1; i <= 40; i++)
            await AddAsync($"player-{i * 7 % 41}", 100 + (i * 7 % 41));

        Assert.Equal(Score.Best, await ScoreIndexes.Of(_one).CountAsync("score/best"));
        var best = await ScoreIndexes.Of(_one).HighestAsync("score/best", 10);
        Assert.Equal([140, 139, 138, 137, 136], best.Select(entry => entry.Score));

        // The highest fall below those that the index has forgotten: what it still has is right as far as it goes.
        await AddAsync("player-40", -139);
        await AddAsync("player-39", -1000);
        Assert.Equal([138, 137, 136], (await ScoreIndexes.Of(_one).HighestAsync("score/best", 10)).Select(entry => entry.Score));

        await AddAsync("player-1", 1000);
        Assert.Equal([1101, 138, 137, 136], (await ScoreIndexes.Of(_one).HighestAsync("score/best", 10)).Select(entry => entry.Score));
    }

    [Fact]
    public async Task Growth_is_what_came_within_the_window_and_goes_by_itself()
    {
        await AddAsync("player-1", 5);
        await AddAsync("player-1", 4);
        await AddAsync("player-2", 3);
        await AddAsync("player-2", -2);

        Assert.Equal(12, (await ScoreIndexes.Of(_one).GrowthAsync("score/by-game", TimeSpan.FromMinutes(1)))["chess"]);
        Assert.Equal(12, (await ScoreIndexes.Of(_one).GrowthAsync("score/by-game", TimeSpan.FromDays(1)))["chess"]);
        var server = _one.Connection.GetServers()[0];
        var slices = server.Keys(pattern: "test/index/score/by-game/*s/*").ToList();
        Assert.NotEmpty(slices);
        Assert.All(slices, slice => Assert.NotNull(_one.Connection.GetDatabase().KeyTimeToLive(slice)));
    }

    [Fact]
    public async Task An_index_key_that_holds_something_else_keeps_no_record_from_being_written()
    {
        await _one.Connection.GetDatabase().StringSetAsync("test/index/score/total", "no hash");

        Assert.Equal(7, await AddAsync("player-1", 7));

        Assert.Equal(7, (await ScoreIndexes.Of(_one).SumsAsync("score/by-game"))["chess"]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ScoreIndexes.Of(_one).SumAsync("score/total"));
    }

    [Fact]
    public async Task A_score_that_is_back_to_nothing_leaves_neither_record_nor_entry()
    {
        await AddAsync("player-1", 7);
        await AddAsync("player-1", -7);

        Assert.Equal(0, await ScoreIndexes.Of(_one).CountAsync("score/all"));
        Assert.DoesNotContain("test/score/player-1", _one.Connection.GetServers()[0].Keys().Select(key => key.ToString()));
        Assert.Equal(3, await AddAsync("player-1", 3));
    }

    private async Task<long> AddAsync(string player, long points)
    {
        var state = _one.Open("score", player, new Score());
        return (await _one.Turn(() => state.CommitAsync(score => Score.Add(score, "chess", points)))).Value;
    }
}
