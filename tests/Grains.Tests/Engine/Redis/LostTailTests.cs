using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using OrleansState.Hosting.Redis;
using OrleansState.LocalCluster.Redis;
using OrleansState.Redis;
using OrleansState.Storage;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>A real redis-server that is killed and comes back without the end of its append-only file.</summary>
public sealed class LostTailTests(RedisFixture redis) : IAsyncLifetime
{
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private RedisServer _server = null!;
    private ServiceProvider _services = null!;
    private DurableState<Tally> _state = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync();
        var options = RedisServices.Configure(new RedisOptions { ConnectionString = _server.ConnectionString });
        _services = new ServiceCollection()
            .AddLogging()
            .AddSerializer()
            .AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(options))
            .AddRedisStateStore("test/")
            .BuildServiceProvider();
        foreach (var watch in _services.GetServices<IHostedService>())
            await watch.StartAsync(TestContext.Current.CancellationToken);
        _state = await _turns.OpenAsync(_services.GetRequiredService<StateEngine>(), "tally", "1", new Tally(0));
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            foreach (var watch in _services.GetServices<IHostedService>())
                await watch.StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_only_an_idle_activation_still_has_goes_back_into_the_store_by_itself()
    {
        await AddAsync(1);
        var known = await TokenAsync();
        var length = _server.AppendOnlyBytes();
        await AddAsync(1);
        await AddAsync(1);

        await RestartWithoutAfterAsync(length);

        await Eventually.UntilAsync("the store holds what was acknowledged before it lost its tail", async () => await StoredSumAsync() == 3);
        Assert.NotEqual(known, await TokenAsync());
        Assert.Equal(4, await AddAsync(1));
    }

    [Fact]
    public async Task A_command_that_is_the_first_to_meet_the_loss_stands_on_what_was_acknowledged()
    {
        await AddAsync(1);
        var length = _server.AppendOnlyBytes();
        await AddAsync(1);

        await RestartWithoutAfterAsync(length);

        Assert.Equal(3, await AddAsync(1));
        Assert.Equal(3, await StoredSumAsync());
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_keeps_no_other_from_being_given_back_in_this_life_or_the_next()
    {
        await AddAsync(1);
        var broken = await _turns.OpenAsync(_services.GetRequiredService<StateEngine>(), "tally", "broken", new Tally(0));
        await _turns.StartNew(() => broken.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap();
        await _services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().StringSetAsync("test/tally/broken", Enumerable.Repeat((byte)9, ETag.Size + 1).ToArray());

        for (var epoch = 2; epoch <= 3; epoch++)
        {
            var length = _server.AppendOnlyBytes();
            await AddAsync(1);
            await RestartWithoutAfterAsync(length);
            await Eventually.UntilAsync("the store holds what it lost", async () => await StoredSumAsync() == epoch);
        }
    }

    private async Task RestartWithoutAfterAsync(long length)
    {
        await _server.RestartWithoutAfterAsync(length, TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("the client has reached the server again", () => AnswersAsync());
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await TokenAsync();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private Task<string> TokenAsync() => _services.GetRequiredService<RedisStateStore>().CurrentTokenAsync();

    private async Task<long> StoredSumAsync()
    {
        var record = await _services.GetRequiredService<RedisStateStore>().ReadAsync("tally/1");
        return new StateSerializer<Tally>(_services.GetRequiredService<Serializer<StoredState<Tally>>>()).Deserialize(record.Payload).State.Sum;
    }

    private Task<long> AddAsync(long amount) => _turns.StartNew(async () =>
    {
        while (true)
        {
            try
            {
                return (await _state.CommitAsync(tally => Tally.Add(tally, amount))).Value;
            }
            catch (StoreUnavailableException fault) when (!fault.OutcomeUnknown)
            {
                await Task.Yield();
            }
        }
    }).Unwrap();
}
