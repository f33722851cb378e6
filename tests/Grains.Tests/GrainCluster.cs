using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Tests.Engine;

namespace OrleansState.Grains.Tests;

/// <summary>One silo with the grains, a store in memory and a clock that the test moves.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(InProcessTestCluster cluster, FakeTimeProvider clock, MemoryStore store) =>
        (_cluster, Clock, Store) = (cluster, clock, store);

    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromHours(1);

    public FakeTimeProvider Clock { get; }

    public MemoryStore Store { get; }

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<GrainCluster> StartAsync(MemoryStore? store = null, FakeTimeProvider? clock = null)
    {
        store ??= new MemoryStore();
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddStateEngine();
            silo.Services.AddSingleton<IStateStore>(store);
            silo.Services.Configure<CartOptions>(o => o.IdleTimeout = IdleTimeout);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(cluster, clock, store);
    }

    /// <summary>Takes a grain out of memory, as an idle silo would.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async Task<bool> IsActiveAsync(IAddressable grain)
    {
        var management = Grains.GetGrain<IManagementGrain>(0);
        return await management.GetActivationAddress(grain) is not null;
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
