using OrleansState.LocalCluster.Redis;

namespace OrleansState.LocalCluster.Members;

/// <summary>
/// What to start. Settings are written as everywhere else (<c>Orleans:ProbeTimeout</c>) and reach the processes as
/// environment variables.
/// </summary>
public sealed record ClusterPlan
{
    public int Silos { get; init; } = 1;

    public int Apis { get; init; } = 1;

    public int Bridges { get; init; }

    /// <summary>Whether there is a Kafka at all; bridges need one.</summary>
    public bool WithKafka { get; init; }

    /// <summary>A Kafka that runs already. Null: one is started, from KAFKA_HOME or else librdkafka's mock.</summary>
    public string? KafkaServers { get; init; }

    /// <summary>Partitions of the events on a broker that is started; they bound how many bridges can share the work.</summary>
    public int EventPartitions { get; init; } = 12;

    /// <summary>Which servers the started Redis consists of.</summary>
    public RedisTopology Redis { get; init; }

    /// <summary>What an acknowledged write of the started Redis is worth.</summary>
    public AppendFsync Fsync { get; init; } = AppendFsync.Always;

    /// <summary>Settings of every process.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Settings of one role, which win over <see cref="Settings"/>.</summary>
    public IReadOnlyDictionary<MemberRole, IReadOnlyDictionary<string, string?>> RoleSettings { get; init; } =
        new Dictionary<MemberRole, IReadOnlyDictionary<string, string?>>();
}
