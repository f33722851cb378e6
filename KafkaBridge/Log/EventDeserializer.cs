using Confluent.Kafka;
using OrleansState.KafkaBridge.Events;

namespace OrleansState.KafkaBridge.Log;

/// <summary>
/// Reads events where the client holds their bytes, without copying them, and never throws: a deserializer that does
/// stops the consumer. Only what can't be used is copied.
/// </summary>
internal sealed class EventDeserializer : IDeserializer<ReadValue>
{
    private readonly EventReader _events = new();

    public ReadValue Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var read = _events.Read(data, isNull, context.Headers);
        return new ReadValue(read, read.Fault is null ? null : data.ToArray());
    }
}

/// <summary>The value of a record: the event, and its bytes where it is none.</summary>
internal readonly record struct ReadValue(ClickEvent Event, byte[]? Bytes);
