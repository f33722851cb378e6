namespace OrleansState.Grains.Engine;

/// <summary>A record as the store holds it.</summary>
/// <param name="Payload">The serialized state, empty where there is no record.</param>
/// <param name="ETag">Its ETag, <see cref="Engine.ETag.None"/> where there is no record.</param>
/// <param name="Incarnation">The life of the store in which it was read.</param>
/// <param name="Erased">There is no record because the user was erased, and none may be made.</param>
internal readonly record struct StoredRecord(ReadOnlyMemory<byte> Payload, ETag ETag, StoreIncarnation Incarnation, bool Erased = false);
