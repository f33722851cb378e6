using Confluent.Kafka;
using OrleansState.Kafka.DeadLetters;

namespace OrleansState.Kafka.Log;

/// <summary>
/// Reads events where the client holds their bytes, without copying them, and never throws: of a record whose deserializer
/// does, the client drops all but the place. Only what can't be used, and what says that it was redriven, is copied.
/// </summary>
/// <param name="reader">Makes events of records.</param>
/// <param name="keys">Has the key of each record, which the client reads before its value.</param>
internal sealed class EventDeserializer<TEvent>(IRecordReader<TEvent> reader, KeyDeserializer keys) : IDeserializer<ReadValue<TEvent>>
{
    public ReadValue<TEvent> Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull)
            return default;
        LogPosition? origin = null;
        ReadEvent<TEvent> read;
        try
        {
            read = context.Headers is { Count: > 0 } headers && !RedriveOrigin.TryRead(headers, out origin)
                ? ReadEvent.Unusable<TEvent>(EventFault.InvalidOrigin)
                : reader.Read(new KafkaRecord(keys.LastBytes, data, context.Headers));
        }
        catch (Exception unforeseen)
        {
            // Whatever it is: the record must not be lost over it, and the next one is read as if nothing had been.
            read = ReadEvent.Unusable<TEvent>(EventFault.Unreadable($"Reading the event failed by {unforeseen.GetType().Name}."));
        }

        var isKept = (read.Fault is not null || origin is not null) && data.Length <= KafkaClients.LargestMessageBytes;
        return new ReadValue<TEvent>(read, origin, isKept ? data.ToArray() : null, data.Length);
    }
}

/// <summary>The value of a record: the event, where it says that it first lay (anybody can say so, see <see cref="RedriveClaim"/>), and its bytes where they are wanted and can go into a dead letter.</summary>
internal readonly record struct ReadValue<TEvent>(ReadEvent<TEvent> Event, LogPosition? Origin, byte[]? Bytes, int Length);
