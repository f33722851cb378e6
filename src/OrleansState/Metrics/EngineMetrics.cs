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
    private readonly Counter<long> _told;

    public EngineMetrics(IMeterFactory meters)
    {
        var meter = Meter = meters.Create(MeterName);
        _writes = meter.CreateCounter<long>("state_writes", "{write}", "Records written");
        _commands = meter.CreateCounter<long>("state_commands", "{command}", "Commands made durable; more than the writes where writes are shared");
        _conflicts = meter.CreateCounter<long>("state_conflicts", "{write}", "Writes refused because the record or the store's epoch was another");
        _failures = meter.CreateCounter<long>("state_failures", "{write}", "Writes the store did not answer");
        _unreadable = meter.CreateCounter<long>("state_unreadable", "{read}", "Reads of a record that is there and can't be read");
        _gone = meter.CreateCounter<long>("state_gone", "{record}", "Records that were gone, or older again, while the store had not restarted; what came out of logs is counted again");
        _told = meter.CreateCounter<long>("live_changes_told", "{change}", "Changes of watched states told to the processes that watch them");
        _healed = meter.CreateCounter<long>("state_healed", "{record}", "Records given back to a store that had lost them");
    }

    public Meter Meter { get; }

    public void Gone(string kind) => _gone.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Written(string kind, int commands)
    {
        _writes.Add(1, new KeyValuePair<string, object?>("kind", kind));
        _commands.Add(commands, new KeyValuePair<string, object?>("kind", kind));
    }

    public void Told(int changes)
    {
        if (changes > 0)
            _told.Add(changes);
    }

    public void Conflict(string kind) => _conflicts.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Healed(string kind) => _healed.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Unreadable(string kind) => _unreadable.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Failed(string kind) => _failures.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
