using System.Collections.Immutable;

namespace OrleansState;

/// <summary>A maintenance task at one moment.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Schedule">When it runs: a cron expression with seconds, in UTC; null: only by hand.</param>
/// <param name="IsRunning">Whether a run is under way.</param>
/// <param name="LastRuns">The last runs that have ended, the newest first; of several that found nothing to do in a row the last.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.maintenance-status")]
public sealed record MaintenanceStatus(
    [property: Id(0)] string Task, [property: Id(1)] string? Schedule, [property: Id(2)] bool IsRunning, [property: Id(3)] ImmutableArray<MaintenanceRun> LastRuns);

/// <summary>A run of a maintenance task that has ended.</summary>
/// <param name="BeganAt">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Counts">What it found and did, by words of the task.</param>
/// <param name="Failures">How many of its steps failed.</param>
/// <param name="Fault">Why it broke off; null: it did not.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.maintenance-run")]
public sealed record MaintenanceRun(
    [property: Id(0)] DateTimeOffset BeganAt,
    [property: Id(1)] TimeSpan Duration,
    [property: Id(2)] ImmutableSortedDictionary<string, long> Counts,
    [property: Id(3)] long Failures,
    [property: Id(4)] string? Fault)
{
    /// <summary>It found nothing to do, and nothing failed.</summary>
    public bool IsQuiet => Fault is null && Failures == 0 && Counts.Values.All(static count => count == 0);
}
