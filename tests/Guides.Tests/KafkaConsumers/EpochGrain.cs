namespace OrleansState.Guides.Tests.KafkaConsumers;

public interface IEpochGrain : IGrainWithStringKey
{
    Task<string> GetAsync();
}

/// <summary>Tells the store's epoch, as the bridge learns it with a partition's checkpoint.</summary>
public sealed class EpochGrain([DurableState("epoch", User = UserRelation.None)] IDurableState<ViewsState> state) : Grain, IEpochGrain
{
    public async Task<string> GetAsync() => (await state.ReadWithEpochAsync()).Epoch;
}
