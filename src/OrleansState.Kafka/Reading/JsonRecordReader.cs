using System.Text.Json;
using OrleansState.Kafka.Reading;

namespace OrleansState.Kafka;

/// <summary>
/// Reads events that are JSON objects: plain, or CloudEvents 1.0 in structured or binary mode. What is no JSON, no object,
/// too large or a CloudEvent of another kind becomes a dead letter that says so; a derived reader sees well-formed objects only.
/// </summary>
/// <typeparam name="TEvent">What the objects mean.</typeparam>
public abstract class JsonRecordReader<TEvent> : IRecordReader<TEvent>
{
    /// <summary>Deepest nesting of the JSON that is read.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>Largest value in bytes, 64 KiB unless a derived reader says otherwise. A larger one is a dead letter, <c>too-large</c>.</summary>
    protected virtual int MaxValueBytes => 64 * 1024;

    /// <inheritdoc/>
    public ReadEvent<TEvent> Read(KafkaRecord record)
    {
        var isStructured = false;
        var fault = record.Headers is { Count: > 0 } headers ? CloudEventHeaders.Read(headers, out isStructured) : null;
        if (record.Value.Length > MaxValueBytes)
            return ReadEvent.Unusable<TEvent>(EventFault.TooLarge(record.Value.Length, MaxValueBytes));
        return fault is null ? Read(record.Value, isStructured) : ReadEvent.Unusable<TEvent>(fault);
    }

    /// <summary>Makes an event of an object.</summary>
    /// <param name="reader">Stands at the object's beginning, and has to stand at its end afterwards. A <see cref="JsonException"/> that it throws makes the record a dead letter, <c>not-json</c>.</param>
    protected abstract ReadEvent<TEvent> ReadObject(ref Utf8JsonReader reader);

    private ReadEvent<TEvent> Read(ReadOnlySpan<byte> value, bool isStructured)
    {
        var reader = new Utf8JsonReader(value, Strict);
        try
        {
            reader.Read();
            var read = isStructured ? ReadCloudEvent(ref reader) : ReadValue(ref reader);
            // Whatever follows, other than blanks, is a fault that the reader reports.
            while (reader.Read())
            {
            }

            return read;
        }
        catch (JsonException malformed)
        {
            return ReadEvent.Unusable<TEvent>(EventFault.NotJson(malformed.Message));
        }
        catch (InvalidOperationException notText)
        {
            // Bytes in a string that are no UTF-8, or half a surrogate pair.
            return ReadEvent.Unusable<TEvent>(EventFault.NotJson(notText.Message));
        }
    }

    /// <summary>The event that begins at the reader's token; the reader stands at its end afterwards.</summary>
    private ReadEvent<TEvent> ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return ReadObject(ref reader);
        reader.Skip();
        return ReadEvent.Unusable<TEvent>(EventFault.NotAnObject);
    }

    /// <summary>A CloudEvent in structured mode: the event lies in <c>data</c>, or base64 in <c>data_base64</c>.</summary>
    private ReadEvent<TEvent> ReadCloudEvent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return ReadEvent.Unusable<TEvent>(EventFault.NotAnObject);
        }

        string? version = null;
        var hasData = false;
        ReadEvent<TEvent> data = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("specversion"u8))
                version = ReadText(ref reader);
            else if (reader.ValueTextEquals("data"u8))
                (hasData, data) = (true, ReadData(ref reader));
            else if (reader.ValueTextEquals("data_base64"u8))
                (hasData, data) = (true, ReadBase64(ref reader));
            else
                reader.Skip();
        }

        if (version != "1.0")
            return ReadEvent.Unusable<TEvent>(EventFault.UnsupportedCloudEvent($"The CloudEvents version is {version ?? "missing"}; 1.0 is the one that is read."));
        return hasData ? data : ReadEvent.Unusable<TEvent>(EventFault.UnsupportedCloudEvent("The CloudEvent has no data."));
    }

    private ReadEvent<TEvent> ReadData(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadValue(ref reader);
    }

    private ReadEvent<TEvent> ReadBase64(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
            return Read(bytes, isStructured: false);
        reader.Skip();
        return ReadEvent.Unusable<TEvent>(EventFault.UnsupportedCloudEvent("data_base64 is no base64."));
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }
}
