namespace OrleansState.Testing;

/// <summary>The grain of one history, on one silo or on two that do not know each other.</summary>
/// <param name="silos">Where it may be active.</param>
/// <param name="grains">It, called by each of them.</param>
internal sealed class HistoryGrain(IReadOnlyList<TestSilo> silos, IReadOnlyList<IAddressable> grains)
{
    public bool HasTwoActivations => grains.Count > 1;

    private LyingStore Store => silos[0].Store;

    public IAddressable EnteringBy(int client) => grains[client % grains.Count];

    /// <summary>Ends its activation where a client enters, or all.</summary>
    public async Task DeactivateAsync(int? client = null)
    {
        for (var i = 0; i < grains.Count; i++)
        {
            if (client is null || client % grains.Count == i)
                await silos[i].DeactivateAsync(grains[i]);
        }
    }

    public void Sync() => Store.Memory.Sync(Store.Touched);

    /// <summary>The store loses what no activation but the live one knows, which then is asked to look, as every activation is within a second.</summary>
    public async Task LoseTailAsync()
    {
        var live = silos[0].OpenRecords().Intersect(Store.Touched).ToHashSet();
        Store.Memory.LoseTail(live);
        await silos[0].LookAtStoreAsync(live.Contains);
    }
}
