using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.KafkaBridge.Log;
using OrleansState.Partitions;

namespace OrleansState.KafkaBridge.Partitions;

/// <summary>
/// Finds where a partition is read from: at its checkpoint. Where the store has none, at the offset that the consumer group
/// had committed before this bridge took over, else at the beginning of the log.
/// </summary>
internal sealed class PartitionStarts : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IClusterClient _cluster;
    private readonly TopicLog _log;
    private readonly string _topic;
    private readonly string _group;
    private readonly IConsumer<Ignore, Ignore> _committed;
    private readonly IConsumer<Ignore, Ignore> _origins;

    public PartitionStarts(IClusterClient cluster, TopicLog log, KafkaClients clients, IOptions<KafkaOptions> options)
    {
        (_cluster, _log, _topic, _group) = (cluster, log, options.Value.Topic, options.Value.GroupId);
        _committed = clients.Committer(_group);
        _origins = clients.Committer(_group + ".origin");
    }

    public IPartitionGrain Grain(int partition) => _cluster.GetGrain<IPartitionGrain>($"{_group}/{_topic}/{partition}");

    public async Task<PartitionStart> FindAsync(int partition, CancellationToken cancelled)
    {
        while (true)
        {
            cancelled.ThrowIfCancellationRequested();
            var log = await _log.AskAsync();
            // The life and the checkpoint come together: the checkpoint was read in that life.
            var checkpoint = await Grain(partition).GetAsync();
            if (checkpoint.Log == log)
                return new PartitionStart(checkpoint.Life, log, checkpoint.NextOffset);

            // Written before anything is counted, so that a store which keeps a count keeps this as well.
            var first = await Task.Run(() => First(partition, isNewLog: checkpoint.Log is not null), cancelled);
            if (await Grain(partition).AdvanceAsync(checkpoint.Life, log, first))
                return new PartitionStart(checkpoint.Life, log, first);
        }
    }

    public void Dispose()
    {
        _committed.Dispose();
        _origins.Dispose();
    }

    /// <summary>
    /// Where the bridge first began is remembered in Kafka, in a group of its own: a store that has lost everything, its
    /// first checkpoint included, is filled again from there. What the bridge itself has committed since must not be taken
    /// for it, because that speaks of counts the store has forgotten.
    /// </summary>
    private long First(int partition, bool isNewLog)
    {
        var origin = isNewLog ? 0 : Committed(_origins, partition) ?? Committed(_committed, partition) ?? 0;
        _origins.Commit([new TopicPartitionOffset(_topic, partition, origin)]);
        return origin;
    }

    private long? Committed(IConsumer<Ignore, Ignore> group, int partition) =>
        group.Committed([new TopicPartition(_topic, partition)], Patience) is [{ Offset: { IsSpecial: false } offset }] ? offset.Value : null;
}
