using System.Diagnostics.Metrics;

namespace OrleansState;

/// <summary>What the engine did, on the meter <c>OrleansState</c>. No user id is ever a tag.</summary>
internal sealed class EngineMetrics(IMeterFactory meters)
{
    public const string MeterName = "OrleansState";

    private readonly Counter<long> _writes = Counter(meters, "state_writes", "{write}", "Records written");
    private readonly Counter<long> _commands = Counter(meters, "state_commands", "{command}", "Commands made durable; more than the writes where writes are shared");
    private readonly Counter<long> _conflicts = Counter(meters, "state_conflicts", "{write}", "Writes refused because the record or the store's epoch was another");
    private readonly Counter<long> _failures = Counter(meters, "state_failures", "{write}", "Writes the store did not answer");
    private readonly Counter<long> _unreadable = Counter(meters, "state_unreadable", "{read}", "Reads of a record that is there and can't be read");
    private readonly Counter<long> _gone = Counter(meters, "state_gone", "{record}", "Records that were gone, or older again, while the store had not restarted; what came out of logs is counted again");
    private readonly Counter<long> _healed = Counter(meters, "state_healed", "{record}", "Records given back to a store that had lost them");
    private readonly Counter<long> _published = Counter(meters, "state_events", "{event}", "Events that the publisher has taken");
    private readonly Counter<long> _unpublished = Counter(meters, "state_event_failures", "{call}", "Times that the publisher did not take events; they are offered again");
    private readonly Counter<long> _told = Counter(meters, "live_changes_told", "{change}", "Changes of watched states told to the processes that watch them");
    private readonly Counter<long> _indexFailures = Counter(meters, "state_index_failures", "{change}", "Changes of an index that the store refused; a verification finds what is missing");
    private readonly Counter<long> _runs = Counter(meters, "maintenance_runs", "{run}", "Runs of maintenance tasks that have ended, by task");
    private readonly Counter<long> _runFailures = Counter(meters, "maintenance_failures", "{step}", "Steps of maintenance tasks that failed, and runs that broke off, by task");
    private readonly Counter<long> _runCounts = Counter(meters, "maintenance_counts", "{thing}", "What maintenance tasks found and did, by task and the task's word for it");
    private readonly Histogram<double> _runSeconds = meters.Create(MeterName).CreateHistogram<double>("maintenance_duration", "s", "How long runs of maintenance tasks took, by task");

    /// <summary>The factory makes one meter of a name.</summary>
    public Meter Meter { get; } = meters.Create(MeterName);

    /// <summary>Shows how long the oldest event of this silo has waited, whenever somebody looks.</summary>
    public void Show(UnsentEvents unsent) =>
        Meter.CreateObservableGauge("state_event_age", () => unsent.Age.TotalSeconds, "s", "Since the oldest event was decided that waits to be published on this silo; 0: none waits");

    public void Published(string kind, int events) => _published.Add(events, Kind(kind));

    public void NotPublished(string kind) => _unpublished.Add(1, Kind(kind));

    public void Gone(string kind) => _gone.Add(1, Kind(kind));

    public void Written(string kind, int commands)
    {
        _writes.Add(1, Kind(kind));
        _commands.Add(commands, Kind(kind));
    }

    public void Told(int changes)
    {
        if (changes > 0)
            _told.Add(changes);
    }

    public void Conflict(string kind) => _conflicts.Add(1, Kind(kind));

    public void Healed(string kind) => _healed.Add(1, Kind(kind));

    public void Unreadable(string kind) => _unreadable.Add(1, Kind(kind));

    public void Failed(string kind) => _failures.Add(1, Kind(kind));

    public void IndexFailed() => _indexFailures.Add(1);

    public void MaintenanceRun(string task, MaintenanceRun run)
    {
        var tag = new KeyValuePair<string, object?>("task", task);
        _runs.Add(1, tag);
        _runSeconds.Record(run.Duration.TotalSeconds, tag);
        _runFailures.Add(run.Failures + (run.Fault is null ? 0 : 1), tag);
        foreach (var (what, count) in run.Counts)
            _runCounts.Add(count, tag, new KeyValuePair<string, object?>("what", what));
    }

    private static Counter<long> Counter(IMeterFactory meters, string name, string unit, string description) =>
        meters.Create(MeterName).CreateCounter<long>(name, unit, description);

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
