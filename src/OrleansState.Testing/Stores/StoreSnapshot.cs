using System.Collections.Immutable;

namespace OrleansState.Testing;

/// <summary>What a <see cref="LyingStore"/> held at one moment, to let it fall back to that.</summary>
public sealed class StoreSnapshot
{
    internal StoreSnapshot(ImmutableDictionary<string, RecordInMemory> records) => Records = records;

    /// <summary>A store without any record.</summary>
    public static StoreSnapshot Empty { get; } = new(ImmutableDictionary<string, RecordInMemory>.Empty);

    internal ImmutableDictionary<string, RecordInMemory> Records { get; }
}
