using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using OrleansState.Grains.Clicks;
using OrleansState.Grains.Tests.Engine.Indexes;
using OrleansState.Hosting.Redis;
using OrleansState.LocalCluster.Redis;
using OrleansState.Redis;
using OrleansState.Storage;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

/// <summary>
/// What a silo has of the engine, on a connection of its own, with one activation of one tally: two of these on one server
/// are two silos that both believe they hold it.
/// </summary>
internal sealed class RedisSilo : IAsyncDisposable
{
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly ServiceProvider _services;
    private readonly DurableState<Tally> _state;

    private RedisSilo(ServiceProvider services)
    {
        _services = services;
        _state = Open("1");
    }

    public IServiceProvider Services => _services;

    public EngineMetrics Metrics => _services.GetRequiredService<EngineMetrics>();

    public RedisStateStore Store => _services.GetRequiredService<RedisStateStore>();

    public ClickMetrics Clicks => ActivatorUtilities.CreateInstance<ClickMetrics>(_services);

    public IConnectionMultiplexer Connection => _services.GetRequiredService<IConnectionMultiplexer>();

    public static Task<RedisSilo> StartAsync(RedisServer server) => StartAsync(server.ConnectionString);

    /// <param name="connectionString">Where Redis is.</param>
    /// <param name="sleeps">A silo that asks the store for nothing by itself, as one that was not run meanwhile.</param>
    /// <param name="timeout">How long an answer of the server may take; as a silo's by default.</param>
    /// <param name="clock">What states and their activations go by.</param>
    public static async Task<RedisSilo> StartAsync(
        string connectionString, bool sleeps = false, TimeSpan? timeout = null, TimeProvider? clock = null)
    {
        var settings = new RedisOptions { ConnectionString = connectionString };
        settings.Timeout = timeout ?? settings.Timeout;
        var options = RedisServices.Configure(settings);
        var services = new ServiceCollection()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddLogging()
            .AddSerializer()
            .AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(options))
            .AddRedisStateStore("test/")
            .ConfigureState<Score>(Score.Define)
            .BuildServiceProvider();
        foreach (var watch in sleeps ? [] : services.GetServices<IHostedService>())
            await watch.StartAsync(TestContext.Current.CancellationToken);
        return new RedisSilo(services);
    }

    /// <summary>A further activation.</summary>
    public DurableState<Tally> Open(string key) => Open("tally", key, new Tally(0));

    /// <summary>A further activation, of a state of any kind.</summary>
    public DurableState<TState> Open<TState>(string kind, string key, TState initial)
        where TState : class =>
        _turns.OpenAsync(_services.GetRequiredService<StateEngine>(), kind, key, initial).Result;

    public Task<T> Turn<T>(Func<Task<T>> turn) => _turns.StartNew(turn).Unwrap();

    /// <exception cref="StoreUnavailableException">As of the engine.</exception>
    public async Task<long> AddAsync(long amount) => (await Turn(() => _state.CommitAsync(tally => Tally.Add(tally, amount)))).Value;

    /// <exception cref="StoreUnavailableException">As of the engine.</exception>
    public Task<long> ReadAsync() => Turn(async () => (await _state.ReadAsync()).State.Sum);

    /// <summary>Adds one, sending the command again under its key until it is answered.</summary>
    public Task AddOnceAsync(string key, TimeSpan? patience = null) => Eventually.UntilAsync($"the answer to the command {key}", async () =>
    {
        try
        {
            await Turn(() => _state.CommitAsync(
                tally => Tally.Add(tally, 1), (_, receipt) => receipt.Number, new CommandContext(null, IdempotencyKey.Create(key, "add 1"))));
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }, patience);

    public async Task<long> StoredAsync(string key = "1")
    {
        var record = await Store.ReadAsync($"tally/{key}");
        return new StateSerializer<Tally>(_services.GetRequiredService<Serializer<StoredState<Tally>>>()).Deserialize(record.Payload).State.Sum;
    }

    public Task ConnectedAsync() => Eventually.UntilAsync("the silo has reached the server again", async () =>
    {
        try
        {
            await Store.CurrentTokenAsync();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _services.GetServices<IHostedService>())
            await watch.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
