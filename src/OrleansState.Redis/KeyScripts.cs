namespace OrleansState.Redis;

/// <summary>
/// The script that looks at the idempotency keys beside records: for each record two hashes, a field a key.
/// </summary>
internal static class KeyScripts
{
    /// <summary>What lies under one key (the argument) in the hashes of one record. The last key, as of every script, is that of the generation.</summary>
    public const string Find =
        """
        return { redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1]) }
        """;
}
