using System.Text;
using System.Text.Json;
using OrleansState.Clicks;
using OrleansState.Users;

namespace OrleansState.KafkaBridge.Clicks;

/// <summary>
/// Users and actions as strings. The same few come again and again, so that those met lately are kept: a check and an
/// allocation less an event.
/// </summary>
internal sealed class EventStrings
{
    private const int Slots = 1 << 15;
    private readonly string?[] _users = new string?[Slots];
    private readonly string?[] _actions = new string?[256];

    /// <summary>The value after the reader's name as a user id, or null where it can't be one.</summary>
    public string? User(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return Find(ref reader, _users, UserIds.MaxLength, static user => UserIds.IsValid(user));
        // A number is taken as it is written: 42 and "42" are one user. With a fraction or an exponent it is no id.
        return reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) < 0
            ? Find(ref reader, _users, UserIds.MaxLength, static user => user != "-0" && UserIds.IsValid(user))
            : null;
    }

    /// <summary>The value after the reader's name as an action, or null where it can't be one.</summary>
    public string? Action(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            ? Find(ref reader, _actions, ClickLimits.ActionLength * 4, static action => Labels.IsValid(action, ClickLimits.ActionLength))
            : null;
    }

    private static string? Find(ref Utf8JsonReader reader, string?[] known, int maxBytes, Predicate<string> isValid)
    {
        var bytes = reader.ValueSpan;
        if (reader.ValueIsEscaped)
            return reader.GetString() is { } text && isValid(text) ? text : null;
        if (bytes.Length > maxBytes)
            return null;
        ref var slot = ref known[Hash(bytes) & (uint)(known.Length - 1)];
        if (slot is not null && IsSame(slot, bytes))
            return slot;
        var fresh = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.ASCII.GetString(bytes);
        if (!isValid(fresh))
            return null;
        if (Ascii.IsValid(bytes))
            slot = fresh;
        return fresh;
    }

    private static bool IsSame(string known, ReadOnlySpan<byte> bytes) => known.Length == bytes.Length && Ascii.Equals(bytes, known);

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }
}
