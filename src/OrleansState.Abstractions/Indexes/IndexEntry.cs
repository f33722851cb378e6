namespace OrleansState;

/// <summary>A grain in an index.</summary>
/// <param name="Key">The grain's key.</param>
/// <param name="Score">What it is ordered by.</param>
public readonly record struct IndexEntry(string Key, double Score);
