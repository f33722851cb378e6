using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.TestingHost;
using OrleansState.Grains;
using OrleansState.Grains.Clicks;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Kafka;
using OrleansState.Storage;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>Two silos that don't know of each other, for all worlds: each world's grains have keys and a store of their own.</summary>
internal sealed class WorldCluster : IAsyncDisposable
{
    public const int Silos = 2;

    /// <summary>Every key of a world has its name in it, and nothing else in a key looks like one.</summary>
    private const char Mark = '~';

    private readonly InProcessTestCluster[] _silos = new InProcessTestCluster[Silos];
    private readonly ConcurrentDictionary<string, IStateStore[]> _stores = new();
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private int _worlds;

    private WorldCluster() => Metrics = new BridgeMetrics(_metrics.GetRequiredService<IMeterFactory>());

    public BridgeMetrics Metrics { get; }

    /// <param name="familiar">How often a user comes before an activation keeps the counter in memory.</param>
    public static async Task<WorldCluster> StartAsync(int familiar)
    {
        var cluster = new WorldCluster();
        for (var silo = 0; silo < Silos; silo++)
        {
            var number = silo;
            var builder = new InProcessTestClusterBuilder(1);
            builder.ConfigureSilo((_, services) =>
            {
                services.Services.AddTransient(s => new FrequentUsers(s.GetRequiredService<TimeProvider>(), familiar));
                services.Services.AddGrainsOfTheProduct().TellNobody();
                services.Services.AddSingleton<IStateStore>(new Router(cluster, number));
            });
            cluster._silos[silo] = builder.Build();
            await cluster._silos[silo].DeployAsync();
        }

        return cluster;
    }

    public IGrainFactory Grains(int silo) => _silos[silo].Client;

    /// <summary>A name that no other world has.</summary>
    public string Add(Func<string, IStateStore[]> stores)
    {
        var name = $"{Mark}{Interlocked.Increment(ref _worlds)}{Mark}";
        _stores[name] = stores(name);
        return name;
    }

    /// <summary>What a silo does by itself when the store has come back in another epoch.</summary>
    public Task NoticeAsync(int silo, string epoch) =>
        Task.WhenAll(Services(silo).GetRequiredService<StateEngine>().OpenStates().Select(state => RevalidateAsync(state, epoch)));

    public Task DropAsync(int silo, IAddressable grain) => _silos[silo].DeactivateAsync(grain);

    public ClickCounterState Read(ReadOnlyMemory<byte> payload) =>
        new StateSerializer<ClickCounterState>(Services(0).GetRequiredService<Serializer<StoredState<ClickCounterState>>>()).Deserialize(payload).State;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        await _metrics.DisposeAsync();
    }

    private static async Task RevalidateAsync(IRevalidated state, string epoch)
    {
        try
        {
            await state.RevalidateAsync(epoch);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StateUnreadableException)
        {
            // It looks again when it is asked for something.
            return;
        }
    }

    private IServiceProvider Services(int silo) => _silos[silo].Silos[0].ServiceProvider;

    private sealed class Router(WorldCluster cluster, int silo) : IStateStore
    {
        public StoreEpoch? LastSeen(string key) => Of(key).LastSeen(key);

        public Task EndAsync(StoreEpoch epoch) => ((SimEpoch)epoch).Store.EndAsync(epoch);

        public Task<StoredRecord> ReadAsync(string key) => Of(key).ReadAsync(key);

        public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
            Of(key).WriteAsync(key, expected, next, payload, epoch, keys, indexes);

        public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => Of(key).FindKeyAsync(key, idempotencyKey);

        private IStateStore Of(string key) =>
            cluster._stores[key[key.IndexOf(Mark, StringComparison.Ordinal)..(key.LastIndexOf(Mark) + 1)]][silo];
    }
}
