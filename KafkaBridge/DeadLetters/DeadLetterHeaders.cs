using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>The headers that a dead letter has on top of the record's own.</summary>
internal static class DeadLetterHeaders
{
    public const string Prefix = "dead-letter-";
    public const string Reason = Prefix + "reason";
    public const string Detail = Prefix + "detail";
    public const string Topic = Prefix + "topic";
    public const string Partition = Prefix + "partition";
    public const string Offset = Prefix + "offset";

    /// <summary>Milliseconds since 1970.</summary>
    public const string Timestamp = Prefix + "timestamp";

    /// <summary><c>log/partition/offset</c>: two dead letters of one origin are one.</summary>
    public const string Origin = Prefix + "origin";

    /// <summary>Set where the broker took the record without its value only: how many bytes that had.</summary>
    public const string OmittedBytes = Prefix + "omitted-bytes";

    public static Headers Of(DeadLetter letter)
    {
        var headers = new Headers();
        foreach (var header in letter.Headers ?? [])
            headers.Add(header.Key, header.GetValueBytes());
        Set(headers, Reason, letter.Reason);
        Set(headers, Detail, letter.Detail);
        Set(headers, Topic, letter.Topic);
        Set(headers, Partition, letter.Origin.Partition.ToString(CultureInfo.InvariantCulture));
        Set(headers, Offset, letter.Origin.Offset.ToString(CultureInfo.InvariantCulture));
        Set(headers, Timestamp, letter.Timestamp.UnixTimestampMs.ToString(CultureInfo.InvariantCulture));
        Set(headers, Origin, RedriveOrigin.Write(letter.Origin));
        return headers;
    }

    public static string? Find(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    public static void Set(Headers headers, string name, string value)
    {
        headers.Remove(name);
        headers.Add(name, Encoding.UTF8.GetBytes(value));
    }
}
