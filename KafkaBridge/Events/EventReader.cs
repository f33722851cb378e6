using Confluent.Kafka;
using OrleansState.Clicks;
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
        if (value.Length > EventLimits.ValueBytes)
            return ClickEvent.Unusable(EventFault.TooLarge(value.Length));
        if (headers is null || headers.Count == 0)
            return _json.Read(value, structured: false);

        var envelope = CloudEventHeaders.Read(headers);
        if (envelope.Fault is not null)
            return ClickEvent.Unusable(envelope.Fault);
        if (!RedriveOrigin.TryRead(headers, out LogPosition? origin))
            return ClickEvent.Unusable(EventFault.InvalidOrigin);
        return _json.Read(value, envelope.IsStructured) with { Origin = origin };
    }
}
