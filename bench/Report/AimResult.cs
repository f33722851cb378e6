using System.Collections.Immutable;

namespace OrleansState.Bench.Report;

/// <param name="Aim">What was hoped for.</param>
/// <param name="Runs">The figure or ratio of each run; empty: one of the two was not measured.</param>
internal sealed record AimResult(Aim Aim, ImmutableArray<double> Runs)
{
    public bool? IsMet => Runs.IsEmpty ? null
        : Aim.IsAtLeast ? Statistics.Median(Runs) >= Aim.Bound : Statistics.Median(Runs) <= Aim.Bound;
}
