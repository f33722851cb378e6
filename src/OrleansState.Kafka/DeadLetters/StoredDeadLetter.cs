using System.Globalization;
using Confluent.Kafka;
using OrleansState.Kafka.DeadLetters;

namespace OrleansState.Kafka;

/// <summary>A dead letter as it lies in the dead-letter topic.</summary>
/// <param name="Partition">Its partition there.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Reason">Stable: what kind of fault it is.</param>
/// <param name="Detail">For people.</param>
/// <param name="Topic">The topic it came from.</param>
/// <param name="Origin">Where it lay there; null where its headers don't say.</param>
/// <param name="Timestamp">When the event was produced; null where that is not known, or no time of ours.</param>
/// <param name="Message">Key, value and headers.</param>
public sealed record StoredDeadLetter(
    int Partition, long Offset, string Reason, string Detail, string Topic, LogPosition? Origin, DateTimeOffset? Timestamp, Message<byte[]?, byte[]?> Message)
{
    private static readonly long LastMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Where it lies, <c>partition/offset</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Partition}/{Offset}");

    /// <summary>False: the dead-letter topic did not take its value, which lies at its origin only.</summary>
    public bool HasValue => Message.Value is not null;

    /// <summary>How many bytes the value has, of which a list may have cut some.</summary>
    public int ValueBytes { get; init; } = Message.Value?.Length ?? 0;

    /// <summary>Whether a list has cut the value.</summary>
    public bool IsCut => ValueBytes > (Message.Value?.Length ?? 0);

    /// <summary>Whether a redrive of everything has passed it.</summary>
    public bool IsRedriven { get; init; }

    /// <summary>Whether one had before it was moved to where it lies.</summary>
    internal bool WasRedriven { get; init; }

    /// <summary>Two letters of one are one.</summary>
    internal string Identity => Origin is null ? Id : RedriveOrigin.Write(Origin);

    internal static StoredDeadLetter Of(ConsumeResult<byte[]?, byte[]?> record)
    {
        var headers = record.Message.Headers;
        var hasOrigin = RedriveOrigin.TryParse(DeadLetterHeaders.Find(headers, DeadLetterHeaders.Origin) ?? "", out var origin);
        return new StoredDeadLetter(
            record.Partition.Value,
            record.Offset.Value,
            DeadLetterHeaders.Find(headers, DeadLetterHeaders.Reason) ?? "unknown",
            DeadLetterHeaders.Find(headers, DeadLetterHeaders.Detail) ?? "",
            DeadLetterHeaders.Find(headers, DeadLetterHeaders.Topic) ?? "",
            hasOrigin ? origin : null,
            Milliseconds(headers),
            record.Message)
        {
            WasRedriven = DeadLetterHeaders.Find(headers, DeadLetterHeaders.Redriven) is not null,
        };
    }

    /// <summary>As a list shows it: without headers, and with no more of key and value than that.</summary>
    internal StoredDeadLetter Cut(int bytes) => this with
    {
        Message = new Message<byte[]?, byte[]?> { Key = Cut(Message.Key, bytes), Value = Cut(Message.Value, bytes), Timestamp = Message.Timestamp },
    };

    /// <summary>Text is cut between two characters, so that it stays text.</summary>
    private static byte[]? Cut(byte[]? part, int bytes)
    {
        if (part is null || part.Length <= bytes)
            return part;
        var end = bytes;
        while (end > bytes - 3 && (part[end] & 0xC0) == 0x80)
            end--;
        return part[..end];
    }

    private static DateTimeOffset? Milliseconds(Headers headers) =>
        long.TryParse(DeadLetterHeaders.Find(headers, DeadLetterHeaders.Timestamp), CultureInfo.InvariantCulture, out var unix) && unix >= 0 && unix <= LastMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(unix)
            : null;
}
