using System.Text.Json;

namespace OrleansState.KafkaBridge.Events;

/// <summary>A CloudEvent in structured mode: the event lies in <c>data</c>, or base64 in <c>data_base64</c>.</summary>
internal static class CloudEventJson
{
    public static ClickEvent Read(ref Utf8JsonReader reader, EventJson events)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return ClickEvent.Unusable(EventFault.NotAnObject);

        string? version = null;
        ClickEvent? data = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("specversion"u8))
                version = ReadText(ref reader);
            else if (reader.ValueTextEquals("data"u8))
                data = ReadData(ref reader, events);
            else if (reader.ValueTextEquals("data_base64"u8))
                data = ReadBase64(ref reader, events);
            else
                reader.Skip();
        }

        while (reader.Read())
        {
        }

        if (version != "1.0")
            return ClickEvent.Unusable(EventFault.UnsupportedCloudEvent($"The CloudEvents version is {version ?? "missing"}; 1.0 is the one that is read."));
        return data ?? ClickEvent.Unusable(EventFault.UnsupportedCloudEvent("The CloudEvent has no data."));
    }

    private static ClickEvent ReadData(ref Utf8JsonReader reader, EventJson events)
    {
        reader.Read();
        return events.ReadEvent(ref reader);
    }

    private static ClickEvent ReadBase64(ref Utf8JsonReader reader, EventJson events)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
            return events.Read(bytes, structured: false);
        reader.Skip();
        return ClickEvent.Unusable(EventFault.UnsupportedCloudEvent("data_base64 is no base64."));
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
