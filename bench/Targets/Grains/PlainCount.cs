namespace OrleansState.Bench.Targets.Grains;

/// <summary>The count of a <see cref="IPlainCounterGrain"/>.</summary>
[GenerateSerializer, Alias("orleansstate.bench.plain-count")]
public sealed class PlainCount
{
    [Id(0)]
    public long Count { get; set; }
}
