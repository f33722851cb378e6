using System.Security.Cryptography;

namespace OrleansState.Storage;

/// <summary>
/// Names one state of one record. Random, never counted: a store that lost its tail would hand out a counted one a
/// second time, and a stale activation's compare-and-set would then succeed against a state it never saw.
/// </summary>
internal readonly record struct ETag(Guid Value)
{
    /// <summary>Bytes of an ETag at the head of a stored record.</summary>
    public const int Size = 16;

    /// <summary>Random bytes are drawn for so many at once: drawn for one they cost a call of the system.</summary>
    private const int DrawnAtOnce = 256;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _left;

    /// <summary>The ETag of a record that does not exist.</summary>
    public static ETag None => default;

    public static ETag New()
    {
        var drawn = _drawn ??= new byte[DrawnAtOnce * Size];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(drawn);
            _left = DrawnAtOnce;
        }

        return Read(drawn.AsSpan(--_left * Size));
    }

    public static ETag Read(ReadOnlySpan<byte> source) => new(new Guid(source[..Size]));

    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination);

    public override string ToString() => Value.ToString("N");
}
