using Confluent.Kafka;
using OrleansState.KafkaBridge.Events;

namespace OrleansState.KafkaBridge.Log;

/// <summary>
/// Reads events where the client holds their bytes, without copying them, and never throws: of a record whose deserializer
/// does, the client drops all but the place. Only what can't be used, and what says that it was redriven, is copied.
/// </summary>
internal sealed class EventDeserializer(ReadEvent readEvent) : IDeserializer<ReadValue>
{
    public EventDeserializer()
        : this(new EventReader().Read)
    {
    }

    public ReadValue Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var read = Read(data, isNull, context.Headers);
        var isKept = (read.Fault is not null || read.Origin is not null) && !isNull && data.Length <= KafkaClients.LargestMessageBytes;
        return new ReadValue(read, isKept ? data.ToArray() : null, data.Length);
    }

    private ClickEvent Read(ReadOnlySpan<byte> data, bool isNull, Headers? headers)
    {
        try
        {
            return readEvent(data, isNull, headers);
        }
        catch (Exception unforeseen)
        {
            // Whatever it is: the record must not be lost over it, and the next one is read as if nothing had been.
            return ClickEvent.Unusable(EventFault.Unreadable($"Reading the event failed by {unforeseen.GetType().Name}."));
        }
    }
}

/// <summary>Makes an event of a record, as <see cref="EventReader"/> does.</summary>
internal delegate ClickEvent ReadEvent(ReadOnlySpan<byte> value, bool isNull, Headers? headers);

/// <summary>The value of a record: the event, and its bytes where they are wanted and can go into a dead letter.</summary>
internal readonly record struct ReadValue(ClickEvent Event, byte[]? Bytes, int Length);
