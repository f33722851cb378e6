using Orleans.Concurrency;
using OrleansState.Grains.Engine.Redis;
using OrleansState.Health;

namespace OrleansState.Grains.Health;

[StatelessWorker]
[GrainType("store-probe")]
internal sealed class StoreProbeGrain(RedisStateStore store) : Grain, IStoreProbeGrain
{
    public Task PingAsync() => store.CurrentTokenAsync();
}
