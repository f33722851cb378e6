using System.Diagnostics.Metrics;

namespace OrleansState;

/// <summary>What the engine did, on the meter <c>OrleansState</c>. No user id is ever a tag.</summary>
internal sealed class EngineMetrics
{
    public const string MeterName = "OrleansState";

    private readonly Counter<long> _writes;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _healed;
    private readonly Counter<long> _gone;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _indexFailures;
    private readonly Counter<long> _maintenanceRuns;
    private readonly Counter<long> _maintenanceFailures;
    private readonly Counter<long> _maintenanceCounts;
    private readonly Histogram<double> _maintenanceSeconds;

    public EngineMetrics(IMeterFactory meters)
    {
        var meter = Meter = meters.Create(MeterName);
        _writes = meter.CreateCounter<long>("state_writes", "{write}", "Records written");
        _commands = meter.CreateCounter<long>("state_commands", "{command}", "Commands made durable; more than the writes where writes are shared");
        _conflicts = meter.CreateCounter<long>("state_conflicts", "{write}", "Writes refused because the record or the store's epoch was another");
        _failures = meter.CreateCounter<long>("state_failures", "{write}", "Writes the store did not answer");
        _unreadable = meter.CreateCounter<long>("state_unreadable", "{read}", "Reads of a record that is there and can't be read");
        _gone = meter.CreateCounter<long>("state_gone", "{record}", "Records that were gone, or older again, while the store had not restarted; what came out of logs is counted again");
        _maintenanceRuns = meter.CreateCounter<long>("maintenance_runs", "{run}", "Runs of maintenance tasks that have ended, by task");
        _maintenanceFailures = meter.CreateCounter<long>("maintenance_failures", "{step}", "Steps of maintenance tasks that failed, and runs that broke off, by task");
        _maintenanceCounts = meter.CreateCounter<long>("maintenance_counts", "{thing}", "What maintenance tasks found and did, by task and the task's word for it");
        _maintenanceSeconds = meter.CreateHistogram<double>("maintenance_duration", "s", "How long runs of maintenance tasks took, by task");
        _indexFailures = meter.CreateCounter<long>("state_index_failures", "{change}", "Changes of an index that the store refused; a verification finds what is missing");
        _healed = meter.CreateCounter<long>("state_healed", "{record}", "Records given back to a store that had lost them");
    }

    public Meter Meter { get; }

    public void Gone(string kind) => _gone.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Written(string kind, int commands)
    {
        _writes.Add(1, new KeyValuePair<string, object?>("kind", kind));
        _commands.Add(commands, new KeyValuePair<string, object?>("kind", kind));
    }

    public void Conflict(string kind) => _conflicts.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Healed(string kind) => _healed.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Unreadable(string kind) => _unreadable.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <param name="_">What the store says; it may name an index, and no user.</param>
    public void IndexFailed(string _) => _indexFailures.Add(1);

    public void MaintenanceRun(string task, MaintenanceRun run)
    {
        var tag = new KeyValuePair<string, object?>("task", task);
        _maintenanceRuns.Add(1, tag);
        _maintenanceSeconds.Record(run.Duration.TotalSeconds, tag);
        _maintenanceFailures.Add(run.Failures + (run.Fault is null ? 0 : 1), tag);
        foreach (var (what, count) in run.Counts)
            _maintenanceCounts.Add(count, tag, new KeyValuePair<string, object?>("what", what));
    }

    public void Failed(string kind) => _failures.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
