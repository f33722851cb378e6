using System.Text.Json;

namespace OrleansState.KafkaBridge.Events;

/// <summary>Reads the two fields of an event out of its JSON; unknown ones are skipped. Used by one thread.</summary>
internal sealed class EventJson
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = EventLimits.Depth };

    private readonly EventStrings _strings = new();

    public ClickEvent Read(ReadOnlySpan<byte> value, bool structured)
    {
        var reader = new Utf8JsonReader(value, Strict);
        try
        {
            return structured ? CloudEventJson.Read(ref reader, this) : ReadWhole(ref reader);
        }
        catch (JsonException malformed)
        {
            return ClickEvent.Unusable(EventFault.NotJson(malformed.Message));
        }
        catch (InvalidOperationException notText)
        {
            // Bytes in a string that are no UTF-8, or half a surrogate pair.
            return ClickEvent.Unusable(EventFault.NotJson(notText.Message));
        }
    }

    /// <summary>The event and nothing after it.</summary>
    public ClickEvent ReadWhole(ref Utf8JsonReader reader)
    {
        reader.Read();
        var read = ReadEvent(ref reader);
        // Whatever follows, other than blanks, is a fault that the reader reports.
        while (reader.Read())
        {
        }

        return read;
    }

    /// <summary>The event that begins at the reader's token; the reader stands at its end afterwards.</summary>
    public ClickEvent ReadEvent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return ClickEvent.Unusable(EventFault.NotAnObject);
        }

        string? user = null, action = null;
        EventFault? fault = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("user_id"u8))
                fault = Take(ref reader, "user_id", ref user, _strings.User(ref reader), EventFault.InvalidUser) ?? fault;
            else if (reader.ValueTextEquals("action"u8))
                fault = Take(ref reader, "action", ref action, _strings.Action(ref reader), EventFault.InvalidAction) ?? fault;
            else
                reader.Skip();
        }

        fault ??= user is null ? EventFault.MissingUser : action is null ? EventFault.MissingAction : null;
        return fault is null ? new ClickEvent(user, action, null, null) : ClickEvent.Unusable(fault);
    }

    private static EventFault? Take(ref Utf8JsonReader reader, string name, ref string? field, string? value, EventFault invalid)
    {
        // A value that is an object or an array is left to its end, so that the next token is a name again.
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
        if (value is null)
            return invalid;
        if (field is not null)
            return EventFault.TwiceNamed(name);
        field = value;
        return null;
    }
}
