using Orleans.TestingHost;
using OrleansState.Embedded;

[assembly: AssemblyFixture(typeof(Shop.Tests.SiloFixture))]

namespace Shop.Tests;

/// <summary>One silo for all tests, with the grains and a store of its own, which is gone with it. Tests keep apart by grain keys.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("Shop-tests-");
    private readonly InProcessTestCluster _cluster;

    public SiloFixture()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddEmbeddedStore("shop-prefix/", _data.FullName));
        _cluster = builder.Build();
    }

    public IGrainFactory Grains => _cluster.Client;

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    /// <summary>Takes a grain out of memory, as an idle silo would.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
