using System.Collections.Immutable;
using OrleansState.Kafka.Batches;
using OrleansState.Kafka.DeadLetters;

namespace OrleansState.Kafka;

/// <summary>The events of one grain in a batch, in ascending order of offset, at least one. Enumerating them with <c>foreach</c> allocates nothing.</summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
public readonly struct KeyEvents<TEvent>
{
    private readonly EventEntry<TEvent>[] _entries;
    private readonly int _first;

    internal KeyEvents(string key, EventEntry<TEvent>[] entries, int first, int count) => (Key, _entries, _first, Count) = (key, entries, first, count);

    /// <summary>The grain's key.</summary>
    public string Key { get; }

    /// <summary>How many events there are.</summary>
    public int Count { get; }

    /// <summary>The first event's offset.</summary>
    public long FirstOffset => _entries[_first].Logged.Offset;

    /// <summary>The last event's offset.</summary>
    public long LastOffset
    {
        get
        {
            var last = 0L;
            foreach (var logged in this)
                last = logged.Offset;
            return last;
        }
    }

    /// <summary>The events, made into what a grain's message carries.</summary>
    /// <param name="make">Makes a message's part of an event.</param>
    public ImmutableArray<TResult> Map<TResult>(Func<LoggedEvent<TEvent>, TResult> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var made = ImmutableArray.CreateBuilder<TResult>(Count);
        foreach (var logged in this)
            made.Add(make(logged));
        return made.MoveToImmutable();
    }

    /// <summary>Enumerates the events.</summary>
    public KeyEventsEnumerator<TEvent> GetEnumerator() => new(_entries, _first, Count);

    /// <summary>Those below an offset, and those from it on; either may have none, and is not to be delivered then.</summary>
    internal (KeyEvents<TEvent> Before, KeyEvents<TEvent> From) SplitAt(long offset)
    {
        var (before, at) = (0, _first);
        while (before < Count && _entries[at].Logged.Offset < offset)
            (before, at) = (before + 1, _entries[at].Next);
        return (new(Key, _entries, _first, before), new(Key, _entries, at, Count - before));
    }

    /// <summary>Gives those the place where they first lay that say so and are borne out.</summary>
    internal void Honour(IReadOnlyDictionary<long, RedriveClaim> claims, IReadOnlySet<RedriveClaim> proven)
    {
        for (var (i, at) = (0, _first); i < Count; (i, at) = (i + 1, _entries[at].Next))
        {
            ref var logged = ref _entries[at].Logged;
            if (claims.TryGetValue(logged.Offset, out var claim) && proven.Contains(claim))
                logged = logged with { Origin = claim.Origin };
        }
    }
}

/// <summary>Makes <see cref="KeyEvents{TEvent}"/> for tests of a handler.</summary>
public static class KeyEvents
{
    /// <summary>These events of a grain.</summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="events">At least one, in ascending order of offset.</param>
    public static KeyEvents<TEvent> Of<TEvent>(string key, params IReadOnlyList<LoggedEvent<TEvent>> events)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        return new KeyEvents<TEvent>(key, [.. events.Select((logged, i) => new EventEntry<TEvent>(logged) { Next = i + 1 })], 0, events.Count);
    }
}
