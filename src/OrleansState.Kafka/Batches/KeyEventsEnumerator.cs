using OrleansState.Kafka.Batches;

namespace OrleansState.Kafka;

/// <summary>Enumerates the events of one grain in a batch.</summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
public struct KeyEventsEnumerator<TEvent>
{
    private readonly EventEntry<TEvent>[] _entries;
    private int _left;
    private int _next;
    private int _at;

    internal KeyEventsEnumerator(EventEntry<TEvent>[] entries, int first, int count) => (_entries, _next, _left) = (entries, first, count);

    /// <summary>The event that the enumerator stands at.</summary>
    public readonly LoggedEvent<TEvent> Current => _entries[_at].Logged;

    /// <summary>Goes to the next event. False: there is none.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
            return false;
        _left--;
        _at = _next;
        _next = _entries[_at].Next;
        return true;
    }
}
