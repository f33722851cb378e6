using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansState.Api.Json;

/// <summary>
/// Takes a number for whole by its value, as JSON Schema does, and not by how it is written: <c>1.0</c> and <c>1e2</c> are
/// what some languages write for 1 and 100.
/// </summary>
internal sealed class WholeNumbers : JsonConverter<int>
{
    /// <summary>No <see cref="int"/> has more.</summary>
    private const int MostDigits = 10;

    /// <summary>A number with a larger one, written in a body of the size that is taken, is nought, not whole or larger than any <see cref="int"/>.</summary>
    private const int LargestExponent = Problems.RequestLimits.BodyBytes;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException();
        if (reader.TryGetInt32(out var value))
            return value;
        return TryRead(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan, out value) ? value : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    /// <summary>By its digits: a <see cref="double"/> or a <see cref="decimal"/> would round a number that is not whole.</summary>
    /// <param name="number">A number in JSON's form.</param>
    /// <param name="value">Its value.</param>
    private static bool TryRead(ReadOnlySpan<byte> number, out int value)
    {
        value = 0;
        var exponentAt = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponentAt < 0 ? number : number[..exponentAt];
        var negative = mantissa[0] == '-';
        mantissa = negative ? mantissa[1..] : mantissa;
        var point = mantissa.IndexOf((byte)'.');
        byte[] digits = point < 0 ? [.. mantissa] : [.. mantissa[..point], .. mantissa[(point + 1)..]];
        var significant = digits.AsSpan().TrimStart((byte)'0').TrimEnd((byte)'0');
        if (significant.IsEmpty)
            return true;
        if (!TryReadExponent(exponentAt < 0 ? [] : number[(exponentAt + 1)..], out var exponent))
            return false;

        // What is right of the point, and the zeros that were cut off, in powers of ten.
        var zeros = exponent - (point < 0 ? 0 : mantissa.Length - point - 1) + (digits.Length - digits.AsSpan().TrimEnd((byte)'0').Length);
        if (zeros < 0 || significant.Length + zeros > MostDigits)
            return false;
        byte[] whole = [.. negative ? "-"u8 : [], .. significant, .. Enumerable.Repeat((byte)'0', (int)zeros)];
        return Utf8Parser.TryParse(whole, out value, out _);
    }

    /// <summary>False where it is so large that the number can't be whole and an <see cref="int"/>.</summary>
    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        return text.IsEmpty || (Utf8Parser.TryParse(text, out exponent, out var read) && read == text.Length && exponent is >= -LargestExponent and <= LargestExponent);
    }
}
