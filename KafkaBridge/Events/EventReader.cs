using Confluent.Kafka;
using OrleansState.KafkaBridge.DeadLetters;

namespace OrleansState.KafkaBridge.Events;

/// <summary>Makes a click of a record: plain JSON, or CloudEvents 1.0 in structured or binary mode. Used by one thread.</summary>
internal sealed class EventReader
{
    private readonly EventJson _json = new();

    public ClickEvent Read(ReadOnlySpan<byte> value, bool isNull, Headers? headers)
    {
        if (isNull)
            return ClickEvent.None;
        if (headers is null || headers.Count == 0)
            return ReadPlain(value);
        return RedriveOrigin.TryRead(headers, out LogPosition? origin)
            ? ReadWith(headers, value) with { Origin = origin }
            : ClickEvent.Unusable(EventFault.InvalidOrigin);
    }

    private ClickEvent ReadPlain(ReadOnlySpan<byte> value) =>
        value.Length > EventLimits.ValueBytes ? ClickEvent.Unusable(EventFault.TooLarge(value.Length)) : _json.Read(value, structured: false);

    private ClickEvent ReadWith(Headers headers, ReadOnlySpan<byte> value)
    {
        var envelope = CloudEventHeaders.Read(headers);
        if (value.Length > EventLimits.ValueBytes)
            return ClickEvent.Unusable(EventFault.TooLarge(value.Length));
        return envelope.Fault is null ? _json.Read(value, envelope.IsStructured) : ClickEvent.Unusable(envelope.Fault);
    }
}
