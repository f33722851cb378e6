using OrleansState.Storage;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>An epoch of a store in memory.</summary>
internal sealed class SimEpoch(SimStore store, string generation) : StoreEpoch(Compose(generation, Guid.NewGuid().ToString("N")))
{
    public SimStore Store => store;
}
