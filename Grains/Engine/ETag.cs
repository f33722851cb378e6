namespace OrleansState.Grains.Engine;

/// <summary>
/// Names one state of one record. Random, never counted: a store that lost its tail would hand out a counted one a
/// second time, and a stale activation's compare-and-set would then succeed against a state it never saw.
/// </summary>
internal readonly record struct ETag(Guid Value)
{
    /// <summary>Bytes of an ETag at the head of a stored record.</summary>
    public const int Size = 16;

    /// <summary>The ETag of a record that does not exist.</summary>
    public static ETag None => default;

    public static ETag New() => new(Guid.NewGuid());

    public static ETag Read(ReadOnlySpan<byte> source) => new(new Guid(source[..Size]));

    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination);

    public override string ToString() => Value.ToString("N");
}
