using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>A record, what lies beside it, and what it has come to in indexes.</summary>
internal readonly record struct RecordInMemory(ETag ETag, ReadOnlyMemory<byte> Payload, KeysInMemory? Keys, IndexedInMemory? Indexed);
