using StackExchange.Redis;

namespace OrleansState.Bench.Targets;

/// <summary>How many writes a Redis has done, those of scripts and transactions included.</summary>
internal static class RedisWrites
{
    private static readonly HashSet<string> WriteCommands =
        ["set", "setex", "psetex", "mset", "incr", "incrby", "hset", "hmset", "hincrby", "del", "unlink", "zadd", "zincrby", "expire", "pexpire"];

    public static async Task<long> CountAsync(string connectionString)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString + ",allowAdmin=true");
        var sections = await redis.GetServers()[0].InfoAsync("commandstats");
        return sections.SelectMany(s => s).Where(c => WriteCommands.Contains(c.Key["cmdstat_".Length..])).Sum(c => Calls(c.Value));
    }

    /// <summary>Bytes of what it holds.</summary>
    public static async Task<long> UsedMemoryAsync(string connectionString)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString + ",allowAdmin=true");
        var sections = await redis.GetServers()[0].InfoAsync("memory");
        return long.Parse(sections.SelectMany(s => s).Single(f => f.Key == "used_memory").Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    // calls=21,usec=63,usec_per_call=3.00,…
    private static long Calls(string statistics) =>
        long.Parse(statistics["calls=".Length..statistics.IndexOf(',', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
}
