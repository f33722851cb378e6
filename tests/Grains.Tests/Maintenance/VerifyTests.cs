using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Grains.Tests.Engine.Indexes;
using OrleansState.LocalCluster.Redis;
using OrleansState.Redis;
using OrleansState.Testing;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Maintenance;

/// <summary>A verification on a real redis-server finds and mends what somebody has spoilt, and nothing else.</summary>
public sealed class VerifyTests(RedisFixture redis) : IAsyncLifetime
{
    private const int Players = 12;

    private RedisServer _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private TestSilo _silo = null!;

    private IDatabase Db => _connection.GetDatabase();

    private IStateIndexes Indexes => _silo.Services.GetServices<IStateIndexes>().Last();

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString + ",allowAdmin=true");
        _silo = await StartAsync(scores => Score.Define(scores, null!));
        for (var i = 0; i < Players; i++)
            await Player(i).AddAsync("chess", 100 + i);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Indexes_that_nobody_has_spoilt_show_no_difference()
    {
        var report = await VerifyAsync();

        Assert.Equal(Players, report.Counts["records"]);
        Assert.DoesNotContain(report.Counts, count => count.Key != "records" && count.Value > 0);
    }

    [Fact]
    public async Task Whatever_was_spoilt_is_named_and_with_the_option_mended()
    {
        await Db.HashIncrementAsync("test/index/score/total", "", 5);
        await Db.HashDeleteAsync("test/index/score/by-game", "chess");
        await Db.SortedSetAddAsync("test/index/score/all", "player-3", 7);
        await Db.SortedSetRemoveAsync("test/index/score/all", "player-4");
        await Db.SortedSetAddAsync("test/index/score/all", "nobody", 7);

        var found = await VerifyAsync();
        Assert.Equal(
            (2, 1, 1, 2, 1, 3),
            (found.Counts["sums_that_differ"], found.Counts["differs:score/total"], found.Counts["differs:score/by-game"],
             found.Counts["places_that_differ"], found.Counts["places_of_no_record"], found.Counts["differs:score/all"]));
        Assert.DoesNotContain("repaired", found.Counts.Keys);

        Assert.Equal(5, (await VerifyAsync("repair")).Counts["repaired"]);
        await Indexes_that_nobody_has_spoilt_show_no_difference();
        Assert.Equal(Enumerable.Range(0, Players).Sum(i => 100 + i), await Indexes.SumAsync("score/total"));
    }

    [Fact]
    public async Task A_bounded_index_that_erasures_have_thinned_out_is_filled_up()
    {
        for (var i = Players - 1; i >= Players - 3; i--)
            await Player(i).EraseAsync();
        Assert.Equal(Score.Best - 3, await Indexes.CountAsync("score/best"));

        Assert.Equal(1, (await VerifyAsync("repair")).Counts["filled_up"]);

        Assert.Equal([108, 107, 106, 105, 104], (await Indexes.HighestAsync("score/best", 10)).Select(entry => entry.Score));
        await Player(0).AddAsync("chess", 4);
        await Player(1).AddAsync("chess", 4);
        Assert.Equal([108, 107, 106, 105, 105], (await Indexes.HighestAsync("score/best", 10)).Select(entry => entry.Score));
        Assert.DoesNotContain((await VerifyAsync()).Counts, count => count.Key != "records" && count.Value > 0);
    }

    [Fact]
    public async Task While_scores_go_on_changing_no_difference_is_found_where_there_is_none()
    {
        using var ending = new CancellationTokenSource();
        var playing = Enumerable.Range(0, Players).Select(i => Task.Run(async () =>
        {
            for (var n = 0; !ending.IsCancellationRequested; n++)
                await Player(i).AddAsync("go", n % 3 == 0 ? -2 : 1);
        })).ToList();

        for (var run = 0; run < 20; run++)
        {
            var report = await VerifyAsync();
            Assert.DoesNotContain("places_that_differ", report.Counts.Keys);
            Assert.DoesNotContain("sums_that_differ", report.Counts.Keys);
        }

        await ending.CancelAsync();
        await Task.WhenAll(playing);
        Assert.DoesNotContain((await VerifyAsync()).Counts, count => count.Key != "records" && count.Value > 0);
    }

    [Fact]
    public async Task Records_of_a_release_without_an_index_come_into_it_once_while_they_are_used()
    {
        await _silo.DisposeAsync();
        _silo = await StartAsync(scores =>
        {
            Score.Define(scores, null!);
            scores.Sum(5, "games", score => score.Points.Count);
        });
        Assert.Equal(Players, (await VerifyAsync()).Counts["not_indexed_yet"]);
        await Player(0).AddAsync("go", 1);
        Assert.Equal(2, await Indexes.SumAsync("score/games"));

        var built = await _silo.RunAsync("index");

        Assert.Equal(Players - 1, built.Counts["indexed"]);
        Assert.Equal(Players + 1, await Indexes.SumAsync("score/games"));
        Assert.Empty((await _silo.RunAsync("index")).Counts);
        await Player(1).AddAsync("go", 1);
        Assert.Equal(Players + 2, await Indexes.SumAsync("score/games"));
        Assert.DoesNotContain((await VerifyAsync()).Counts, count => count.Key != "records" && count.Value > 0);
    }

    private Task<MaintenanceReport> VerifyAsync(string? options = null) => _silo.RunAsync("verify", options);

    private IScoreGrain Player(int number) => _silo.Grains.GetGrain<IScoreGrain>(string.Create(CultureInfo.InvariantCulture, $"player-{number}"));

    private Task<TestSilo> StartAsync(Action<StateDefinition<Score>> define) => TestSilo.StartAsync(new TestSiloOptions
    {
        ConfigureSilo = silo =>
        {
            silo.Services.AddSingleton<IConnectionMultiplexer>(_connection);
            silo.Services.AddRedisStateStore("test/");
            silo.Services.ConfigureState<Score>((scores, _) => define(scores));
        },
        UsesLyingStore = false,
    });
}
