using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Clicks;
using OrleansState.Grains.Tests.Engine.Outboxes;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests;

/// <summary>One silo or more with the grains, a store in memory and a clock that the test moves.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly TestSilo _silo;

    private GrainCluster(TestSilo silo, RecordingPublisher events) => (_silo, Events) = (silo, events);

    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromHours(1);

    public FakeTimeProvider Clock => _silo.Clock;

    /// <summary>Takes the place of the topic.</summary>
    public RecordingPublisher Events { get; }

    public LyingStore Store => _silo.Store;

    public IGrainFactory Grains => _silo.Grains;

    /// <summary>The services of the first silo.</summary>
    public IServiceProvider Services => _silo.Services;

    /// <summary>Calls that enter by one of the silos, counted from 0 in the order they joined.</summary>
    public IGrainFactory EnteringBy(int silo) => _silo.Cluster.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();

    public SiloAddress AddressOf(int silo) => _silo.Cluster.Silos[silo].SiloAddress;

    /// <param name="store">What the silo stores in; a new one where null.</param>
    /// <param name="familiar">How often a user comes before an activation keeps the counter in memory.</param>
    /// <param name="idleTimeout">How long a cart may lie; <see cref="IdleTimeout"/> where null.</param>
    public static async Task<GrainCluster> StartAsync(LyingStore? store = null, int familiar = FrequentUsers.Familiar, TimeSpan? idleTimeout = null)
    {
        var events = new RecordingPublisher();
        return new(await TestSilo.StartAsync(new TestSiloOptions
        {
            Store = store,
            ConfigureSilo = silo =>
            {
                silo.Services.AddTransient(services => new FrequentUsers(services.GetRequiredService<TimeProvider>(), familiar));
                silo.Services.AddSingleton<IEventPublisher>(events);
                silo.Services.AddGrainsOfTheProduct();
                silo.Services.Configure<CartOptions>(o => o.IdleTimeout = idleTimeout ?? IdleTimeout);
            },
        }), events);
    }

    /// <summary>Another silo joins, and every silo knows it.</summary>
    public async Task AddSiloAsync()
    {
        await _silo.Cluster.StartAdditionalSiloAsync();
        await _silo.Cluster.WaitForLivenessToStabilizeAsync();
    }

    /// <summary>The silo that joined last leaves, and every silo knows it.</summary>
    public async Task StopLastSiloAsync()
    {
        await _silo.Cluster.StopSiloAsync(_silo.Cluster.Silos[^1]);
        await _silo.Cluster.WaitForLivenessToStabilizeAsync();
    }

    /// <summary>Takes a grain out of memory, as an idle silo would.</summary>
    public Task DeactivateAsync(IAddressable grain) => _silo.DeactivateAsync(grain);

    public async Task<bool> IsActiveAsync(IAddressable grain) => await SiloOfAsync(grain) is not null;

    /// <summary>Where a grain is active; null where it is not.</summary>
    public async Task<SiloAddress?> SiloOfAsync(IAddressable grain) =>
        await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();
}
