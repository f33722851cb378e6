using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansState.Testing;

/// <summary>The silos that histories are carried out on, one or two on one store.</summary>
internal sealed class HistorySilos : IAsyncDisposable
{
    private readonly Type _grain;
    private readonly TestSilo[] _silos;
    private long _keys;

    private HistorySilos(Type grain, TestSilo[] silos) => (_grain, _silos) = (grain, silos);

    public LyingStore Store => _silos[0].Store;

    public static async Task<HistorySilos> StartAsync(Type grain, HistoryOptions options)
    {
        var silo = new TestSiloOptions
        {
            Store = new LyingStore(),
            Planted = options.Planted,
            ConfigureSilo = silo =>
            {
                // So few that a history's own keys push each other out of the record.
                silo.Services.Configure<IdempotencyOptions>(o => o.MaxKeys = 1);
                options.ConfigureSilo?.Invoke(silo);
            },
        };
        var silos = await Task.WhenAll(Enumerable.Range(0, options.TwoActivations ? 2 : 1).Select(_ => TestSilo.StartAsync(silo)));
        // Other faults leave indexes wrong too, and are to be seen by what callers are answered.
        if (options.Planted is PlantedFault.None or PlantedFault.IndexInSecondCall or PlantedFault.IndexFromWrongBase)
            silo.Store.Memory.Check = new IndexCheck(silos[0].Services.GetRequiredService<DurableKinds>().All);
        return new HistorySilos(grain, silos);
    }

    /// <summary>A grain that nobody has called yet.</summary>
    public HistoryGrain NextGrain(bool twoActivations)
    {
        var key = ++_keys;
        return new HistoryGrain(_silos, [.. _silos.Take(twoActivations ? 2 : 1).Select(silo => Find(silo.Grains, key))]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    private IAddressable Find(IGrainFactory grains, long key)
    {
        var text = key.ToString(CultureInfo.InvariantCulture);
        if (typeof(IGrainWithStringKey).IsAssignableFrom(_grain))
            return grains.GetGrain(_grain, text);
        if (typeof(IGrainWithIntegerKey).IsAssignableFrom(_grain))
            return grains.GetGrain(_grain, key);
        if (typeof(IGrainWithIntegerCompoundKey).IsAssignableFrom(_grain))
            return grains.GetGrain(_grain, key, text);
        var guid = new Guid($"{key:x32}");
        return typeof(IGrainWithGuidCompoundKey).IsAssignableFrom(_grain) ? grains.GetGrain(_grain, guid, text) : grains.GetGrain(_grain, guid);
    }
}
