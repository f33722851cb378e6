namespace OrleansState.LocalCluster.Redis;

/// <summary>Which servers a local cluster's Redis consists of.</summary>
public enum RedisTopology
{
    /// <summary>One redis-server, or the embedded Garnet where none is installed.</summary>
    Alone,

    /// <summary>A primary, a replica, and three sentinels that make the replica the primary when that is gone.</summary>
    Sentinel,
}
