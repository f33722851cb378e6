namespace OrleansState.Bench.Targets.Grains;

/// <summary>One turn at a time, one write a call.</summary>
internal sealed class PlainCounterGrain([PersistentState("count")] IPersistentState<PlainCount> state) : Grain, IPlainCounterGrain
{
    public Task<long> GetAsync() => Task.FromResult(state.State.Count);

    public async Task<long> IncrementAsync()
    {
        state.State.Count++;
        await state.WriteStateAsync();
        return state.State.Count;
    }
}
