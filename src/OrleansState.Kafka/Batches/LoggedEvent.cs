namespace OrleansState.Kafka;

/// <summary>An event as it lies in a partition.</summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
/// <param name="Offset">Its offset, from 0.</param>
/// <param name="Event">What it says.</param>
/// <param name="Origin">
/// Where it first lay, if it is one that was redriven from the dead letters, and a dead letter bears that out: a grain takes
/// each origin once, however often it is redriven. Null of every other event, which the grain's mark tells from what it has.
/// </param>
public readonly record struct LoggedEvent<TEvent>(long Offset, TEvent Event, LogPosition? Origin = null);
