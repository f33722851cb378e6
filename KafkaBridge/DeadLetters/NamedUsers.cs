using System.Buffers;
using System.Text;
using Confluent.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// Finds in a letter, whatever it is, the ids of users who may have been erased. Only registered users and guests can be,
/// and their ids are version 7 UUIDs of 32 hexadecimal digits: wherever those stand, they are found.
/// </summary>
internal static class NamedUsers
{
    private const int IdLength = 32;
    private const int VersionAt = 12;
    private const int VariantAt = 16;
    private const string Guest = "guest:";

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> Variants = SearchValues.Create("89ab"u8);

    public static HashSet<string> In(byte[]? key, byte[]? value, Headers? headers)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(found, key);
        Add(found, value);
        foreach (var header in headers ?? [])
        {
            Add(found, Encoding.UTF8.GetBytes(header.Key));
            Add(found, header.GetValueBytes());
        }

        return found;
    }

    private static void Add(HashSet<string> found, ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Digits) is >= 0 and var start)
        {
            text = text[start..];
            var length = text.IndexOfAnyExcept(Digits) is >= 0 and var end ? end : text.Length;
            for (var at = 0; at + IdLength <= length; at++)
            {
                if (text[at + VersionAt] != (byte)'7' || !Variants.Contains(text[at + VariantAt]))
                    continue;
                var id = Encoding.ASCII.GetString(text.Slice(at, IdLength));
                found.Add(id);
                found.Add(Guest + id);
            }

            text = text[length..];
        }
    }
}
