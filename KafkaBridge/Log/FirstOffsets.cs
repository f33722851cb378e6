using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge.Log;

/// <summary>
/// Where a partition without a checkpoint is begun: where the consumer group had come before this bridge took over, else at
/// the beginning of the log. It is remembered in Kafka, in a group of its own: a store that has lost everything, its first
/// checkpoint included, is filled again from there. What the bridge itself has committed since can't be taken for it,
/// because that speaks of counts the store has forgotten.
/// </summary>
internal sealed class FirstOffsets : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _topic;
    private readonly IConsumer<Ignore, Ignore> _committed;
    private readonly IConsumer<Ignore, Ignore> _origins;

    public FirstOffsets(KafkaClients clients, IOptions<KafkaOptions> options)
    {
        _topic = options.Value.Topic;
        _committed = clients.Committer(options.Value.GroupId);
        _origins = clients.Committer(options.Value.GroupId + ".origin");
    }

    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public long Of(int partition, bool isNew)
    {
        var origin = isNew ? 0 : Committed(_origins, partition) ?? Committed(_committed, partition) ?? 0;
        _origins.Commit([new TopicPartitionOffset(_topic, partition, origin)]);
        return origin;
    }

    public void Dispose()
    {
        _committed.Dispose();
        _origins.Dispose();
    }

    private long? Committed(IConsumer<Ignore, Ignore> group, int partition) =>
        group.Committed([new TopicPartition(_topic, partition)], Patience) is [{ Offset: { IsSpecial: false } offset }] ? offset.Value : null;
}
