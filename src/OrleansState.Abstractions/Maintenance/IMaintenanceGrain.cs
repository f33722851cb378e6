namespace OrleansState;

/// <summary>Runs one maintenance task of the cluster, one run at a time. The grain's key is the task's name.</summary>
[Alias("orleansstate.maintenance")]
public interface IMaintenanceGrain : IGrainWithStringKey
{
    /// <summary>How the last run went, and whether one is under way.</summary>
    /// <exception cref="UnknownTaskException">The silo has no task of this name.</exception>
    [Alias("Get")]
    Task<MaintenanceStatus> GetAsync();

    /// <summary>Begins a run, unless one is under way, and answers when it has ended or the patience has.</summary>
    /// <param name="patience">How long to wait for its end.</param>
    /// <param name="options">What the task is asked to do beyond its usual run, as it documents; null: nothing.</param>
    /// <exception cref="UnknownTaskException">The silo has no task of this name.</exception>
    [Alias("Run")]
    Task<MaintenanceStatus> RunAsync(TimeSpan patience, string? options = null);

    /// <summary>Begins the run of a moment of the task's schedule, unless that has been begun or one is under way. Silos call it by themselves.</summary>
    /// <param name="moment">The moment.</param>
    [Alias("RunScheduled")]
    Task RunScheduledAsync(DateTimeOffset moment);
}
