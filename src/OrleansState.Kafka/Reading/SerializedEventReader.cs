using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrleansState.Kafka;

/// <summary>Reads events that System.Text.Json makes of JSON objects; besides what every <see cref="JsonRecordReader{TEvent}"/> refuses, dead letters are what the type does not fit (<c>invalid-event</c>) and what names no grain (<c>missing-key</c>).</summary>
/// <typeparam name="TEvent">What the objects mean.</typeparam>
/// <param name="type">The source-generated description of the type, for instance <c>ShopJson.Default.Deposit</c>.</param>
/// <param name="keyOf">The key of the grain that an event is for; null or empty where it names none.</param>
public sealed class SerializedEventReader<TEvent>(JsonTypeInfo<TEvent> type, Func<TEvent, string?> keyOf) : JsonRecordReader<TEvent>
    where TEvent : notnull
{
    /// <inheritdoc/>
    protected override ReadEvent<TEvent> ReadObject(ref Utf8JsonReader reader)
    {
        TEvent? read;
        try
        {
            read = JsonSerializer.Deserialize(ref reader, type);
        }
        catch (JsonException misfit)
        {
            // The reader is back at the object's beginning: what is no JSON at all is found on the way to its end.
            reader.Skip();
            return ReadEvent.Unusable<TEvent>(new EventFault("invalid-event", misfit.Message));
        }

        return read is not null && keyOf(read) is { Length: > 0 } key
            ? ReadEvent.Of(key, read)
            : ReadEvent.Unusable<TEvent>(new EventFault("missing-key", "The event names no grain that it is for."));
    }
}
