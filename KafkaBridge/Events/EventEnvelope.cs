namespace OrleansState.KafkaBridge.Events;

/// <summary>How the value of a record is to be read.</summary>
/// <param name="IsStructured">The value is a CloudEvent whose <c>data</c> is the event; else the value is the event.</param>
/// <param name="Fault">It can't be read.</param>
internal readonly record struct EventEnvelope(bool IsStructured, EventFault? Fault)
{
    /// <summary>Plain JSON, or a CloudEvent in binary mode, whose value is just the data.</summary>
    public static EventEnvelope Plain => default;

    public static EventEnvelope Structured => new(true, null);

    public static EventEnvelope Refused(EventFault fault) => new(false, fault);
}
