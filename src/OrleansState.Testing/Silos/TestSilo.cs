using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using OrleansState.Indexes;
using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>
/// A real silo in this process with the grains of the loaded assemblies on the real engine; their store is a <see cref="LyingStore"/>
/// and their clock stands until the test moves it. Calls, idempotency keys, activations and deactivations are Orleans' own.
/// </summary>
/// <remarks>Two silos on one store know nothing of each other: a grain that is called on both has two activations.</remarks>
public sealed class TestSilo : IAsyncDisposable
{
    /// <summary>Longest real time that an activation may take to look at its record; one that has ended meanwhile never does.</summary>
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(10);

    private TestSilo(InProcessTestCluster cluster, LyingStore store, FakeTimeProvider clock) => (Cluster, Store, Clock) = (cluster, store, clock);

    /// <summary>Makes calls from outside the silo, as a client of the cluster does.</summary>
    public IGrainFactory Grains => Cluster.Client;

    /// <summary>What the grains' states lie in.</summary>
    public LyingStore Store { get; }

    /// <summary>The silo's clock; grain timers fire as it is moved. What Orleans does by itself, such as collecting idle activations, goes by real time.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>The services of the silo.</summary>
    public IServiceProvider Services => Cluster.Silos[0].ServiceProvider;

    /// <summary>The cluster that the silo is the first of, for tests that let others join.</summary>
    public InProcessTestCluster Cluster { get; }

    /// <summary>Starts a silo, which takes about a second.</summary>
    /// <param name="options">Its store, its clock and what is added to it; null: all of it new.</param>
    public static async Task<TestSilo> StartAsync(TestSiloOptions? options = null)
    {
        options ??= new TestSiloOptions();
        var store = options.Store ?? new LyingStore();
        store.Planted = options.Planted;
        var clock = options.Clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            options.ConfigureSilo?.Invoke(silo);
            silo.Services.AddStateEngine();
            if (options.UsesLyingStore)
            {
                silo.Services.AddSingleton<IStateStore>(store);
                silo.Services.AddSingleton<IIndexStore>(store.Memory);
                silo.Services.AddSingleton<IStateIndexes, StateIndexes>();
                silo.Services.AddMaintenance();
            }

            Plant(silo, options.Planted);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilo(cluster, store, clock);
    }

    /// <summary>Takes a grain out of memory, as a silo does with one that is idle, and returns when it is. The next call begins with what the store has.</summary>
    /// <param name="grain">The grain.</param>
    public Task DeactivateAsync(IAddressable grain) => Cluster.DeactivateAsync(grain);

    /// <summary>
    /// Has every live state look at the store where that is in another epoch than it knows, and returns when they have: what the store has
    /// lost is given back then. A silo on a real store does so within a second of the epoch's beginning.
    /// </summary>
    public Task LookAtStoreAsync() => LookAtStoreAsync(static _ => true);

    /// <summary>What the store's indexes say.</summary>
    public IStateIndexes Indexes => Services.GetRequiredService<IStateIndexes>();

    /// <summary>Runs a maintenance task of the silo once, as its schedule would; the clock of a test stands, so that none runs by itself.</summary>
    /// <param name="task">Its name, e.g. <c>sweep</c>.</param>
    /// <param name="options">As of <see cref="IMaintenanceTask.RunAsync"/>.</param>
    public async Task<MaintenanceReport> RunAsync(string task, string? options = null)
    {
        var report = new MaintenanceReport();
        await Services.GetServices<IMaintenanceTask>().Single(known => known.Name == task).RunAsync(report, options, CancellationToken.None);
        return report;
    }

    /// <summary>Stops the silo. What its store holds stays.</summary>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>The keys of the records whose states are in memory.</summary>
    internal IEnumerable<string> OpenRecords() => OpenStates().Select(state => state.RecordKey);

    internal async Task LookAtStoreAsync(Func<string, bool> concerns)
    {
        foreach (var state in OpenStates().Where(state => concerns(state.RecordKey)))
        {
            while (!await LooksAsync(state))
                await Task.Yield();
        }
    }

    private IEnumerable<IRevalidated> OpenStates() =>
        Cluster.Silos.SelectMany(silo => silo.ServiceProvider.GetRequiredService<StateEngine>().OpenStates());

    /// <summary>False where the store did not answer; a real silo asks again a second later.</summary>
    private async Task<bool> LooksAsync(IRevalidated state)
    {
        try
        {
            await state.RevalidateAsync(Store.Epoch).WaitAsync(LookPatience, TimeProvider.System);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return Store.ReadsFail;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private static void Plant(ISiloBuilder silo, PlantedFault fault)
    {
        if (fault == PlantedFault.NoKeyCheck)
            silo.AddIncomingGrainCallFilter<ForgottenKeys>();
        if (fault is not (PlantedFault.DirtyReads or PlantedFault.LostTailNotRestored))
            return;
        var mapper = silo.Services.Last(service => service.ServiceType == typeof(IAttributeToFactoryMapper<DurableStateAttribute>));
        silo.Services.AddSingleton<IAttributeToFactoryMapper<DurableStateAttribute>>(services =>
            new PlantedStates((IAttributeToFactoryMapper<DurableStateAttribute>)ActivatorUtilities.CreateInstance(services, mapper.ImplementationType!), fault));
    }
}
