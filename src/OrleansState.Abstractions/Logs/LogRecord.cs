namespace OrleansState;

/// <summary>A record as it lies in a partition.</summary>
/// <typeparam name="TEvent">What the record means.</typeparam>
/// <param name="Offset">Its offset, from 0.</param>
/// <param name="Event">What it says.</param>
/// <param name="Origin">
/// Where it lay when it could not be used, if this is a redriven one: it takes effect once, however often it is redriven.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.log-record`1")]
public readonly record struct LogRecord<TEvent>(
    [property: Id(0)] long Offset, [property: Id(1)] TEvent Event, [property: Id(2)] LogPosition? Origin = null);
