using Orleans.Concurrency;
using OrleansState.Health;

namespace OrleansState.Grains.Health;

[StatelessWorker]
[GrainType("store-probe")]
internal sealed class StoreProbeGrain(StateEngine engine) : Grain, IStoreProbeGrain
{
    public Task PingAsync() => engine.PingAsync();
}
