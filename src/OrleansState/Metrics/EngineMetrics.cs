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

    /// <summary>The factory makes one meter of a name.</summary>
    public Meter Meter { get; } = meters.Create(MeterName);

    public void Gone(string kind) => _gone.Add(1, Kind(kind));

    public void Written(string kind, int commands)
    {
        _writes.Add(1, Kind(kind));
        _commands.Add(commands, Kind(kind));
    }

    public void Conflict(string kind) => _conflicts.Add(1, Kind(kind));

    public void Healed(string kind) => _healed.Add(1, Kind(kind));

    public void Unreadable(string kind) => _unreadable.Add(1, Kind(kind));

    public void Failed(string kind) => _failures.Add(1, Kind(kind));

    private static Counter<long> Counter(IMeterFactory meters, string name, string unit, string description) =>
        meters.Create(MeterName).CreateCounter<long>(name, unit, description);

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
