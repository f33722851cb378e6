using Cronos;

namespace OrleansState;

/// <summary>Settings under <c>Maintenance</c>.</summary>
public sealed class MaintenanceOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Maintenance";

    /// <summary>Schedules by the task's name, in place of its own: cron expressions with seconds, in UTC; <c>never</c>: only by hand.</summary>
    public IDictionary<string, string> Schedules { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The schedule of a task, as it is shown; null: only by hand.</summary>
    internal string? ScheduleOf(IMaintenanceTask task)
    {
        var schedule = Schedules.TryGetValue(task.Name, out var set) ? set : task.Schedule;
        return schedule.Length == 0 || schedule.Equals("never", StringComparison.OrdinalIgnoreCase) ? null : schedule;
    }

    /// <exception cref="CronFormatException">The expression is none.</exception>
    internal CronExpression? CronOf(IMaintenanceTask task) =>
        ScheduleOf(task) is { } schedule ? CronExpression.Parse(schedule, CronFormat.IncludeSeconds) : null;
}
