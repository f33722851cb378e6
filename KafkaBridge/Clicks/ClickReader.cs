using System.Text.Json;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.Clicks;

/// <summary>Reads the two fields of an event out of its JSON; unknown ones are skipped. Used by one thread.</summary>
internal sealed class ClickReader : JsonRecordReader<ClickEvent>
{
    private readonly EventStrings _strings = new();

    protected override ReadEvent<ClickEvent> ReadObject(ref Utf8JsonReader reader)
    {
        string? user = null, action = null;
        EventFault? fault = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("user_id"u8))
                fault = Take(ref reader, "user_id", ref user, _strings.User(ref reader), ClickFaults.InvalidUser) ?? fault;
            else if (reader.ValueTextEquals("action"u8))
                fault = Take(ref reader, "action", ref action, _strings.Action(ref reader), ClickFaults.InvalidAction) ?? fault;
            else
                reader.Skip();
        }

        fault ??= user is null ? ClickFaults.MissingUser : action is null ? ClickFaults.MissingAction : null;
        return fault is null ? ReadEvent.Of(user!, new ClickEvent(action!)) : ReadEvent.Unusable<ClickEvent>(fault);
    }

    private static EventFault? Take(ref Utf8JsonReader reader, string name, ref string? field, string? value, EventFault invalid)
    {
        // A value that is an object or an array is left to its end, so that the next token is a name again.
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
        if (value is null)
            return invalid;
        if (field is not null)
            return ClickFaults.TwiceNamed(name);
        field = value;
        return null;
    }
}
