namespace OrleansState.Storage;

/// <summary>A record as the store holds it.</summary>
/// <param name="Payload">The serialized state, empty where there is no record.</param>
/// <param name="ETag">Its ETag, <see cref="Storage.ETag.None"/> where there is no record.</param>
/// <param name="Epoch">The epoch of the store in which it was read.</param>
/// <param name="Erased">There is no record because the user was erased, and none may be made.</param>
internal readonly record struct StoredRecord(ReadOnlyMemory<byte> Payload, ETag ETag, StoreEpoch Epoch, bool Erased = false);
