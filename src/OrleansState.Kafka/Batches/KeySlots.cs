namespace OrleansState.Kafka;

/// <summary>Keys in groups, by a hash that is the same in every process and every release. One call of a slot and partition is under way at a time.</summary>
public static class KeySlots
{
    /// <summary>Enough for a few dozen silos to have even shares, few enough for a batch to be cut into large messages.</summary>
    public const int Count = 64;

    /// <summary>The slot of a key, 0 to <see cref="Count"/> - 1: 32-bit FNV-1a over its UTF-16 characters, its upper half folded in.</summary>
    public static int Of(ReadOnlySpan<char> key)
    {
        var hash = 2166136261u;
        foreach (var c in key)
            hash = (hash ^ c) * 16777619;
        return (int)((hash ^ (hash >> 15)) % Count);
    }
}
