using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Clicks;
using OrleansState.Grains.Tests.Engine;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests;

/// <summary>One silo or more with the grains, a store in memory and a clock that the test moves.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(InProcessTestCluster cluster, FakeTimeProvider clock, MemoryStore store) =>
        (_cluster, Clock, Store) = (cluster, clock, store);

    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromHours(1);

    public FakeTimeProvider Clock { get; }

    public MemoryStore Store { get; }

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The services of the first silo.</summary>
    public IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    /// <summary>Calls that enter by one of the silos, counted from 0 in the order they joined.</summary>
    public IGrainFactory EnteringBy(int silo) => _cluster.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();

    public SiloAddress AddressOf(int silo) => _cluster.Silos[silo].SiloAddress;

    /// <param name="store">What the silo stores in; a new one where null.</param>
    /// <param name="clock">The silo's clock; one of its own where null.</param>
    /// <param name="script">Takes the place of the store, for tests that say what becomes of a write.</param>
    /// <param name="familiar">How often a user comes before an activation keeps the counter in memory.</param>
    /// <param name="idleTimeout">How long a cart may lie; <see cref="IdleTimeout"/> where null.</param>
    public static async Task<GrainCluster> StartAsync(
        MemoryStore? store = null, FakeTimeProvider? clock = null, ScriptedStore? script = null, int familiar = FrequentUsers.Familiar, TimeSpan? idleTimeout = null)
    {
        store ??= new MemoryStore();
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddTransient(_ => new FrequentUsers(clock, familiar));
            silo.Services.AddGrainsOfTheProduct();
            silo.Services.AddSingleton<IStateStore>(script is null ? store : script);
            silo.Services.Configure<CartOptions>(o => o.IdleTimeout = idleTimeout ?? IdleTimeout);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(cluster, clock, store);
    }

    /// <summary>Another silo joins, and every silo knows it.</summary>
    public async Task AddSiloAsync()
    {
        await _cluster.StartAdditionalSiloAsync();
        await _cluster.WaitForLivenessToStabilizeAsync();
    }

    /// <summary>The silo that joined last leaves, and every silo knows it.</summary>
    public async Task StopLastSiloAsync()
    {
        await _cluster.StopSiloAsync(_cluster.Silos[^1]);
        await _cluster.WaitForLivenessToStabilizeAsync();
    }

    /// <summary>Takes a grain out of memory, as an idle silo would.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async Task<bool> IsActiveAsync(IAddressable grain) => await SiloOfAsync(grain) is not null;

    /// <summary>Where a grain is active; null where it is not.</summary>
    public async Task<SiloAddress?> SiloOfAsync(IAddressable grain) =>
        await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
