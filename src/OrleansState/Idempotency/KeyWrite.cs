namespace OrleansState.Idempotency;

/// <summary>What a write has to do with the keys beside its record, in the atomic step that replaces the record.</summary>
internal sealed record KeyWrite
{
    /// <summary>Keys that take effect with the write: where one of them lies beside the record and still counts, nothing is written.</summary>
    public IReadOnlyList<Guid> Fresh { get; init; } = [];

    /// <summary>A key that was used in this second since 1970, or before it, does not count any more.</summary>
    public long TooOld { get; init; }

    /// <summary>The hash that is emptied first, since all that lies in it has run out; null: neither.</summary>
    public int? Begun { get; init; }

    /// <summary>Keys that lie beside the record from this write on.</summary>
    public IReadOnlyList<SpilledEntry> Spilled { get; init; } = [];

    /// <summary>How long the store keeps each hash that gets one of these. What a key's lifetime is it says itself.</summary>
    public IReadOnlyList<TimeSpan> Keep { get; init; } = [];
}
