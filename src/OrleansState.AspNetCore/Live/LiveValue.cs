namespace OrleansState.AspNetCore;

/// <summary>
/// A value that changes while streams show it. Only the newest version counts: a stream that is behind skips those between. All
/// members may be called from any thread.
/// </summary>
/// <typeparam name="TValue">The value; immutable.</typeparam>
public sealed class LiveValue<TValue>
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveConnection> _connections = [];
    private volatile LiveVersion<TValue>? _newest;
    private volatile bool _isCompleted;

    /// <summary>The newest version; null before the first.</summary>
    public LiveVersion<TValue>? Newest => _newest;

    /// <summary>There is no further version, and streams of it end.</summary>
    public bool IsCompleted => _isCompleted;

    /// <summary>Makes a version the newest. Where it has the id of the newest one nothing is sent.</summary>
    /// <param name="id">Names the version.</param>
    /// <param name="value">The value.</param>
    public void Set(string id, TValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var known = _newest;
        _newest = new LiveVersion<TValue>(id, value);
        if (known?.Id != id)
            WakeAll();
    }

    /// <summary>Ends all streams of the value.</summary>
    public void Complete()
    {
        _isCompleted = true;
        WakeAll();
    }

    internal void Add(LiveConnection connection)
    {
        lock (_gate)
            _connections.Add(connection);
    }

    internal void Remove(LiveConnection connection)
    {
        lock (_gate)
            _connections.Remove(connection);
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
                connection.Wake();
        }
    }
}
