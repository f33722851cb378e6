using OrleansState.Storage;

namespace OrleansState.Idempotency;

/// <summary>What lies beside a record under one key: values as <see cref="SpilledEntry"/> has them, one a hash at most.</summary>
/// <param name="Values">None where the key is unknown.</param>
/// <param name="Epoch">The epoch of the store in which it was looked for.</param>
internal readonly record struct KeyFinding(IReadOnlyList<ReadOnlyMemory<byte>> Values, StoreEpoch Epoch);
