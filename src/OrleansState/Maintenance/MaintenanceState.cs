using System.Collections.Immutable;

namespace OrleansState;

/// <summary>What is stored of a maintenance task.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.maintenance-state")]
internal sealed record MaintenanceState
{
    /// <summary>Runs that are remembered.</summary>
    public const int MaxRuns = 10;

    /// <summary>The newest first.</summary>
    [Id(0)]
    public ImmutableArray<MaintenanceRun> LastRuns { get; init; } = [];

    /// <summary>With a run more. Of those in a row that found nothing to do the last is kept.</summary>
    public MaintenanceState After(MaintenanceRun run)
    {
        var earlier = run.IsQuiet && LastRuns is [{ IsQuiet: true }, ..] ? LastRuns.RemoveAt(0) : LastRuns;
        return new MaintenanceState { LastRuns = [run, .. earlier.Take(MaxRuns - 1)] };
    }
}
