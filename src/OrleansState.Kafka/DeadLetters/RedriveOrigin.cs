using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>Where an event first lay, as a redriven one carries it in a header: <c>topic id/partition/offset</c>.</summary>
internal static class RedriveOrigin
{
    private const int MaxTopicIdLength = 64;

    public const string Header = "orleansstate-redriven-from";

    public static string Write(LogPosition origin) => string.Create(CultureInfo.InvariantCulture, $"{origin.Log}/{origin.Partition}/{origin.Offset}");

    /// <summary>False: the header is there and can't be read. Null: this event is no redriven one.</summary>
    public static bool TryRead(Headers headers, out LogPosition? origin)
    {
        origin = null;
        return !headers.TryGetLastBytes(Header, out var bytes) || TryParse(bytes is null ? "" : Encoding.UTF8.GetString(bytes), out origin);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out LogPosition? origin)
    {
        origin = null;
        // A topic's id is base64 and may have slashes itself: the two numbers are what comes last.
        if (text.Split('/') is not [.. { Length: > 0 } parts, var partition, var offset] || string.Join('/', parts) is not { Length: > 0 and <= MaxTopicIdLength } topicId)
            return false;
        if (!int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
            || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var o))
            return false;
        origin = new LogPosition(topicId, p, o);
        return true;
    }
}
