namespace OrleansState.Bench.Targets.Grains;

/// <summary>The peer: a counter as the Orleans documentation writes one.</summary>
[Alias("orleansstate.bench.IPlainCounterGrain")]
public interface IPlainCounterGrain : IGrainWithStringKey
{
    [Alias("Get")]
    Task<long> GetAsync();

    [Alias("Increment")]
    Task<long> IncrementAsync();
}
