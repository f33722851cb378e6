using System.Text;
using Confluent.Kafka;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>A record as somebody may write it, and what has to become of it.</summary>
/// <param name="Message">The record.</param>
/// <param name="Codec">How it is packed.</param>
/// <param name="UserId">Whose click it is; null where it is none.</param>
internal sealed record OddRecord(Message<byte[]?, byte[]?> Message, CompressionType Codec, string? UserId)
{
    /// <summary>What fits into a batch together with the largest of the other parts.</summary>
    private const int Large = 480_000;

    private static readonly CompressionType[] Codecs = [CompressionType.None, CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4, CompressionType.Zstd];
    private static readonly long[] Timestamps = [1, 1_700_000_000_000, 1_700_000_000_000_000, 253_402_300_800_000, 4_000_000_000_000_000_000];

    public bool IsSkipped => Message.Value is null;

    public static OddRecord Of(Random random, int number)
    {
        var user = $"user-{number}";
        var (value, isClick) = Value(random, user);
        var (headers, areFine) = HeadersOf(random);
        var message = new Message<byte[]?, byte[]?>
        {
            Key = random.Next(4) switch { 0 => null, 1 => [], 2 => Bytes(random, 20), _ => Bytes(random, Large) },
            Value = value,
            Headers = headers,
        };
        if (random.Next(2) == 0)
            message.Timestamp = new Timestamp(Timestamps[random.Next(Timestamps.Length)], TimestampType.CreateTime);
        return new OddRecord(message, Codecs[random.Next(Codecs.Length)], isClick && areFine ? user : null);
    }

    private static (byte[]? Value, bool IsClick) Value(Random random, string user) => random.Next(8) switch
    {
        0 => (null, false),
        1 => ([], false),
        2 => (Bytes(random, 100), false),
        3 => (Bytes(random, 70_000), false),
        4 => (new byte[Large], false),
        5 => (Click(user, 60_000), true),
        _ => (Click(user, 0), true),
    };

    private static (Headers Headers, bool AreFine) HeadersOf(Random random) => random.Next(10) switch
    {
        0 => (new Headers { { RedriveOrigin.Header, null } }, false),
        1 => (new Headers { { RedriveOrigin.Header, "nowhere"u8.ToArray() } }, false),
        2 => (new Headers { { RedriveOrigin.Header, "a-log/0/1"u8.ToArray() } }, true),
        3 => (new Headers { { "content-type", null }, { "ce_specversion", null } }, true),
        4 => (new Headers { { "content-type", Encoding.ASCII.GetBytes("application/cloudevents" + new string('x', 50_000)) } }, false),
        5 => (new Headers { { "", [] }, { "", null }, { "large", Bytes(random, 80_000) } }, true),
        6 => (new Headers { { DeadLetterHeaders.Origin, "a-log/0/1"u8.ToArray() }, { DeadLetterHeaders.Offset, null } }, true),
        7 => (Many(2_000), true),
        _ => ([], true),
    };

    private static Headers Many(int count)
    {
        var headers = new Headers();
        for (var i = 0; i < count; i++)
            headers.Add($"h{i}", i % 2 == 0 ? null : [1]);
        return headers;
    }

    private static byte[] Click(string user, int padding) =>
        Encoding.ASCII.GetBytes($$"""{"user_id":"{{user}}","action":"click","padding":"{{new string('x', padding)}}"}""");

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
