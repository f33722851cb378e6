namespace OrleansState.Kafka;

/// <summary>What a record says: an event and for which grain, or why it can't be used, or nothing at all. <see cref="ReadEvent"/> makes it.</summary>
/// <typeparam name="TEvent">What the topic's records mean; a small struct costs no allocation.</typeparam>
public readonly struct ReadEvent<TEvent>
{
    internal ReadEvent(string? key, TEvent @event, EventFault? fault) => (Key, Event, Fault) = (key, @event, fault);

    /// <summary>The key of the grain that the event is for; null where the record is skipped or can't be used.</summary>
    public string? Key { get; }

    /// <summary>The event; the type's default where there is no key.</summary>
    public TEvent Event { get; }

    /// <summary>Why the record can't be used; null where it can, or is skipped.</summary>
    public EventFault? Fault { get; }
}

/// <summary>The three things that a reader can make of a record.</summary>
public static class ReadEvent
{
    /// <summary>An event for a grain.</summary>
    /// <param name="key">The grain's key, at least one character. Events of one key and partition are delivered in their order.</param>
    /// <param name="event">The event.</param>
    public static ReadEvent<TEvent> Of<TEvent>(string key, TEvent @event)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new ReadEvent<TEvent>(key, @event, null);
    }

    /// <summary>The record goes to the topic's dead-letter topic.</summary>
    public static ReadEvent<TEvent> Unusable<TEvent>(EventFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new ReadEvent<TEvent>(null, default!, fault);
    }

    /// <summary>The record is nobody's: it is counted as skipped, and passed.</summary>
    public static ReadEvent<TEvent> Skip<TEvent>() => default;
}
