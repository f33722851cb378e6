using Orleans.TestingHost;
using OrleansState.Embedded;

[assembly: AssemblyFixture(typeof(OrleansState.Guides.Tests.GuideSilo))]

namespace OrleansState.Guides.Tests;

/// <summary>One silo with the grains of the guides, the embedded store, and the grain storage that one of them comes from.</summary>
public sealed class GuideSilo : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("orleans-state-guides-");
    private readonly InProcessTestCluster _cluster;

    public GuideSilo()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage("redis");
            silo.Services.AddEmbeddedStore("guides/", _data.FullName);
        });
        _cluster = builder.Build();
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    /// <summary>A grain with a key of its own.</summary>
    public TGrain NewGrain<TGrain>() where TGrain : IGrainWithStringKey => Grain<TGrain>(Guid.NewGuid().ToString("N"));

    public TGrain Grain<TGrain>(string key) where TGrain : IGrainWithStringKey => _cluster.Client.GetGrain<TGrain>(key);

    /// <summary>Takes a grain out of memory, as an idle silo would.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
