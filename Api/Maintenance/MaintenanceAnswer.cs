using System.Collections.Immutable;

namespace OrleansState.Api.Maintenance;

/// <summary>Answer of <c>GET /admin/maintenance</c>.</summary>
/// <param name="Tasks">In the order of their names.</param>
internal sealed record MaintenanceAnswer(ImmutableArray<TaskAnswer> Tasks);

/// <summary>A maintenance task.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schedule">A cron expression with seconds, in UTC; null: it runs by hand only.</param>
/// <param name="Running">Whether a run is under way.</param>
/// <param name="LastRuns">The last runs that have ended, the newest first; of several in a row that found nothing to do the last.</param>
internal sealed record TaskAnswer(string Name, string? Schedule, bool Running, ImmutableArray<RunAnswer> LastRuns)
{
    public static TaskAnswer Of(MaintenanceStatus status) => new(status.Task, status.Schedule, status.IsRunning, [.. status.LastRuns.Select(RunAnswer.Of)]);
}

/// <summary>A run that has ended.</summary>
/// <param name="BeganAt">When it began.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Counts">What it found and did, by the task's words for it.</param>
/// <param name="Failures">How many of its steps failed.</param>
/// <param name="Fault">Why it broke off; null: it did not.</param>
internal sealed record RunAnswer(DateTimeOffset BeganAt, long DurationMs, ImmutableSortedDictionary<string, long> Counts, long Failures, string? Fault)
{
    public static RunAnswer Of(MaintenanceRun run) => new(run.BeganAt, (long)run.Duration.TotalMilliseconds, run.Counts, run.Failures, run.Fault);
}
