using Cronos;
using Microsoft.Extensions.Options;

namespace OrleansState;

/// <summary>Schedules are checked when the silo starts.</summary>
internal sealed class MaintenanceChecks(IEnumerable<IMaintenanceTask> tasks) : IValidateOptions<MaintenanceOptions>
{
    public ValidateOptionsResult Validate(string? name, MaintenanceOptions options)
    {
        var faults = new List<string>();
        var names = tasks.Select(static task => task.Name).ToList();
        foreach (var unknown in options.Schedules.Keys.Where(key => !names.Contains(key, StringComparer.OrdinalIgnoreCase)))
            faults.Add($"{MaintenanceOptions.Section}:Schedules:{unknown} names no maintenance task; there are {string.Join(", ", names)}.");
        foreach (var task in tasks)
        {
            try
            {
                _ = options.CronOf(task);
            }
            catch (CronFormatException fault)
            {
                faults.Add($"{MaintenanceOptions.Section}:Schedules:{task.Name} is no cron expression with seconds: {fault.Message}");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
