using System.Globalization;
using Confluent.Kafka;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>A dead letter as it is written: the record, or what there is room for, and what was left out of it.</summary>
internal static class DeadLetterMessage
{
    /// <summary>The most bytes of a key, a value, or all headers together that count as small.</summary>
    public const int SmallBytes = 16 * 1024;

    /// <summary>The most characters of a header of ours in which the record itself may speak.</summary>
    private const int TextLength = 500;

    /// <summary>A header costs something even if name and value are empty.</summary>
    private const int HeaderBytes = 8;

    public static Message<byte[]?, byte[]?> Of(DeadLetter letter, LetterSize size)
    {
        var headers = new Headers();
        CopyHeaders(letter.Headers ?? [], headers, size);
        AddPlace(letter, headers);
        return new Message<byte[]?, byte[]?>
        {
            Key = Keep(letter.Key, letter.LostKeyBytes, size, headers, DeadLetterHeaders.OmittedKeyBytes),
            Value = Keep(letter.Value, letter.LostValueBytes, size, headers, DeadLetterHeaders.OmittedBytes),
            Headers = headers,
        };
    }

    private static void CopyHeaders(Headers all, Headers kept, LetterSize size)
    {
        var room = size switch { LetterSize.Whole => long.MaxValue, LetterSize.SmallParts => SmallBytes, _ => 0 };
        var omitted = new List<IHeader>();
        foreach (var header in all.Where(h => !DeadLetterHeaders.IsOurs(h.Key)))
        {
            var bytes = BytesOf(header) + HeaderBytes;
            if (bytes > room)
            {
                omitted.Add(header);
                continue;
            }

            kept.Add(header.Key, header.GetValueBytes());
            room -= bytes;
        }

        if (omitted.Count == 0)
            return;
        DeadLetterHeaders.Set(kept, DeadLetterHeaders.OmittedHeaders, Text(omitted.Count));
        DeadLetterHeaders.Set(kept, DeadLetterHeaders.OmittedHeaderBytes, Text(omitted.Sum(BytesOf)));
        DeadLetterHeaders.Set(kept, DeadLetterHeaders.OmittedHeaderNames, Short(string.Join(", ", omitted.Select(h => Short(h.Key)).Distinct().Take(TextLength))));
    }

    private static void AddPlace(DeadLetter letter, Headers headers)
    {
        DeadLetterHeaders.Set(headers, DeadLetterHeaders.Reason, letter.Reason);
        DeadLetterHeaders.Set(headers, DeadLetterHeaders.Detail, Short(letter.Detail));
        DeadLetterHeaders.Set(headers, DeadLetterHeaders.Topic, letter.Topic);
        DeadLetterHeaders.Set(headers, DeadLetterHeaders.Partition, Text(letter.Origin.Partition));
        DeadLetterHeaders.Set(headers, DeadLetterHeaders.Offset, Text(letter.Origin.Offset));
        if (letter.Timestamp.Type != TimestampType.NotAvailable)
            DeadLetterHeaders.Set(headers, DeadLetterHeaders.Timestamp, Text(letter.Timestamp.UnixTimestampMs));
        DeadLetterHeaders.Set(headers, DeadLetterHeaders.Origin, RedriveOrigin.Write(letter.Origin));
    }

    private static byte[]? Keep(byte[]? part, int lostBytes, LetterSize size, Headers headers, string omittedHeader)
    {
        var room = size switch { LetterSize.Whole => int.MaxValue, LetterSize.SmallParts => SmallBytes, _ => 0 };
        if (part is not null && part.Length <= room)
            return part;
        if (part is not null || lostBytes > 0)
            DeadLetterHeaders.Set(headers, omittedHeader, Text(part?.Length ?? lostBytes));
        return null;
    }

    private static long BytesOf(IHeader header) => header.Key.Length + (header.GetValueBytes()?.LongLength ?? 0);

    private static string Short(string text) => text.Length <= TextLength ? text : text[..TextLength] + "…";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
