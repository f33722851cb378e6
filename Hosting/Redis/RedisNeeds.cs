using Orleans.Clustering.Redis;
using Orleans.Configuration;
using OrleansState.Hosting.Clustering;

namespace OrleansState.Hosting.Redis;

/// <summary>A command that a process needs, made on a key of the kind that it needs it on, where it changes nothing.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Arguments">What follows.</param>
public sealed record RedisNeed(string Command, params object[] Arguments);

/// <summary>What a process has to be allowed in Redis, tried before it takes part in the cluster. docs/deployment.md lists the same.</summary>
public static class RedisNeeds
{
    private const string Field = "trial";
    private const string Script = "return 1";
    private const string ScriptHash = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";

    /// <summary>An Api or a bridge: it looks who is in the cluster, tells silos that stop what it has under way, and reads indexes.</summary>
    public static IReadOnlyList<RedisNeed> OfClient(ClusteringOptions cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var departures = $"{cluster.ServiceId}/departures/{cluster.ClusterId}/trial";
        return
        [
            new("HGETALL", Members(cluster)),
            new("HSET", departures, Field, "1"),
            new("HGETALL", departures),
            new("HDEL", departures, Field),
            new("HGETALL", Index(cluster)),
            new("ZREVRANGE", Index(cluster) + "/set", "0", "0"),
            new("ZCARD", Index(cluster) + "/set"),
        ];
    }

    /// <summary>A silo: it writes who is in the cluster, and keeps all state by scripts.</summary>
    public static IReadOnlyList<RedisNeed> OfSilo(ClusteringOptions cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var (members, record, beside) = (Members(cluster), $"{cluster.ServiceId}/trial", $"{cluster.ServiceId}/trial/keys");
        return
        [
            .. OfClient(cluster),
            new("HGET", members, Field),
            new("HDEL", members, Field),
            new("EVAL", Script, "1", members),
            new("SCRIPT", "LOAD", Script),
            new("EVALSHA", ScriptHash, "1", record),
            new("GET", record),
            new("MGET", record),
            new("GETRANGE", record, "0", "15"),
            new("EXISTS", record),
            new("SET", record, "", "XX"),
            new("DEL", record),
            new("HGET", beside, Field),
            new("HSCAN", beside, "0"),
            new("HSET", beside, Field, "1"),
            new("PEXPIRE", beside, "60000"),
            new("HDEL", beside, Field),
            new("HINCRBY", Index(cluster), Field, "0"),
            new("EXPIRE", Index(cluster), "60"),
            new("HDEL", Index(cluster), Field),
            new("ZADD", Index(cluster) + "/set", "XX", "1", Field),
            new("ZREM", Index(cluster) + "/set", Field),
            new("ZRANGE", Index(cluster) + "/set", "0", "0"),
            new("ZRANGEBYSCORE", Index(cluster) + "/set", "0", "0"),
            new("ZREMRANGEBYRANK", Index(cluster) + "/set", "1", "0"),
            new("ZMSCORE", Index(cluster) + "/set", Field),
            new("ZSCAN", Index(cluster) + "/set", "0"),
            new("SCAN", "0", "COUNT", "1"),
        ];
    }

    private static string Index(ClusteringOptions cluster) => $"{cluster.ServiceId}/index/trial";

    private static string Members(ClusteringOptions cluster) =>
        new RedisClusteringOptions().CreateRedisKey(new ClusterOptions { ServiceId = cluster.ServiceId, ClusterId = cluster.ClusterId })!;
}
