namespace OrleansState.Bench.Engine;

/// <summary>The peer: a counter as the Orleans documentation writes one.</summary>
[Alias("orleansstate.bench.IPlainCounterGrain")]
public interface IPlainCounterGrain : IGrainWithStringKey
{
    [Alias("Increment")]
    Task<long> IncrementAsync();
}

/// <summary>The count of a <see cref="IPlainCounterGrain"/>.</summary>
[GenerateSerializer, Alias("orleansstate.bench.plain-count")]
public sealed class PlainCount
{
    [Id(0)]
    public long Count { get; set; }
}

/// <summary>One turn at a time, one write a call.</summary>
internal sealed class PlainCounterGrain([PersistentState("count")] IPersistentState<PlainCount> state) : Grain, IPlainCounterGrain
{
    public async Task<long> IncrementAsync()
    {
        state.State.Count++;
        await state.WriteStateAsync();
        return state.State.Count;
    }
}
