using System.Collections.Immutable;

namespace OrleansState.Bench.Report;

/// <summary>One figure of one contestant, a value a run, in the order of the runs.</summary>
internal sealed record Series(string Contestant, string Metric, ImmutableArray<double> Runs)
{
    public double Median => Statistics.Median(Runs);

    public double Min => Runs.Min();

    public double Max => Runs.Max();
}
