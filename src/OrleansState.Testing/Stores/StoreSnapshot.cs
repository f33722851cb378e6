using System.Collections.Immutable;
using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>What a <see cref="LyingStore"/> held at one moment, to let it fall back to that.</summary>
public sealed class StoreSnapshot
{
    internal StoreSnapshot(ImmutableDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload, KeysInMemory? Keys)> records) => Records = records;

    /// <summary>A store without any record.</summary>
    public static StoreSnapshot Empty { get; } = new(ImmutableDictionary<string, (ETag, ReadOnlyMemory<byte>, KeysInMemory?)>.Empty);

    internal ImmutableDictionary<string, (ETag ETag, ReadOnlyMemory<byte> Payload, KeysInMemory? Keys)> Records { get; }
}
