namespace OrleansState;

/// <summary>
/// Something that is to be done for the whole cluster now and then. Added to the silo's services it runs on its schedule, one run at a
/// time in the cluster, on a silo that is alive, and by hand (<see cref="IMaintenanceGrain"/>). A run that its silo did not survive is made
/// again at the next moment of the schedule: to be done twice has to be harmless. It is made when settings are checked, before the
/// silo starts: what it needs to run it looks for when it does.
/// </summary>
public interface IMaintenanceTask
{
    /// <summary>Names it, e.g. <c>sweep</c>. The setting <c>Maintenance:Schedules:NAME</c> changes its schedule.</summary>
    string Name { get; }

    /// <summary>When it runs where no setting says otherwise: a cron expression with seconds, in UTC; empty: only by hand.</summary>
    string Schedule { get; }

    /// <summary>Makes a run.</summary>
    /// <param name="report">Takes what the run finds and does, and is shown when it has ended, however.</param>
    /// <param name="options">What it is asked to do beyond its usual run; null: nothing.</param>
    /// <param name="cancellationToken">The silo stops.</param>
    Task RunAsync(MaintenanceReport report, string? options, CancellationToken cancellationToken);
}
