namespace OrleansState.Testing;

/// <summary>Writes a history down while it happens.</summary>
internal sealed class HistoryRecorder
{
    private readonly List<Operation> _operations = [];
    private readonly List<HistoryEvent> _events = [];
    private readonly Lock _gate = new();
    private long _now;

    public long Tick() => Interlocked.Increment(ref _now);

    public void Add(Operation operation)
    {
        lock (_gate)
            _operations.Add(operation);
    }

    public void Add(int lane, string what)
    {
        lock (_gate)
            _events.Add(new HistoryEvent(Tick(), lane, what));
    }

    public History History()
    {
        lock (_gate)
            return new History([.. _operations.OrderBy(o => o.Invoked)], [.. _events]);
    }
}
