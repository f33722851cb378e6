namespace OrleansState.Bench.Load;

/// <summary>One request of a load.</summary>
/// <param name="Request">Its bytes.</param>
/// <param name="Key">Where the ledger writes down what became of it.</param>
internal readonly record struct Shot(ReadOnlyMemory<byte> Request, int Key);
