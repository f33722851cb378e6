using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.LocalCluster.Screen;

/// <summary>One line of what runs where.</summary>
internal sealed record ClusterRow(string Name, string Address, int? Pid, string State)
{
    public static IReadOnlyList<ClusterRow> All(ProcessCluster cluster)
    {
        var rows = cluster.Members.Select(Of);
        if (cluster.Kafka is { } kafka)
            rows = rows.Prepend(Of(kafka));
        if (cluster.HasRedis)
            rows = rows.Prepend(Of(cluster.Redis));
        return [.. rows];
    }

    private static ClusterRow Of(MemberProcess member) =>
        new(member.Name, member.Url.GetLeftPart(UriPartial.Authority), member.Pid, Word(member.State));

    private static ClusterRow Of(ClusterRedis redis) => redis.IsEmbedded
        ? new("redis", redis.ConnectionString.Split(',')[0], null, "embedded")
        : new("redis", redis.ConnectionString, redis.Server.Pid, Word(redis.Server.HasExited));

    private static ClusterRow Of(ClusterKafka kafka) =>
        new("kafka", kafka.BootstrapServers, kafka.Broker?.Pid, kafka.Broker is { } broker ? Word(broker.HasExited) : kafka.Kind);

    private static string Word(bool hasExited) => Word(hasExited ? MemberState.Ended : MemberState.Running);

    private static string Word(MemberState state) => state switch
    {
        MemberState.Starting => "starting",
        MemberState.Running => "running",
        MemberState.Paused => "paused",
        _ => "ended",
    };
}
