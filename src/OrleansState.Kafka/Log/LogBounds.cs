using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Log;

/// <summary>Where partitions begin and end, and where the group has come, asked of the broker by a client that reads nothing.</summary>
internal sealed class LogBounds(KafkaClients clients, IngestTopic topic) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _topic = topic.Name;
    private readonly string _group = clients.GroupId;
    private readonly IAdminClient _admin = clients.Admin();

    /// <summary>The offsets that these partitions' next records will have; what an open transaction holds back is not in the log yet.</summary>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public Task<IReadOnlyDictionary<int, long>> EndsAsync(IEnumerable<int> partitions) => ListAsync(partitions, OffsetSpec.Latest());

    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public async Task<(long First, long End)> OfAsync(int partition)
    {
        var first = await ListAsync([partition], OffsetSpec.Earliest());
        var end = await EndsAsync([partition]);
        return (first[partition], end[partition]);
    }

    /// <summary>What the group has committed for those who watch the lag; null where it has not.</summary>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public async Task<long?> CommittedAsync(int partition)
    {
        var listed = await _admin.ListConsumerGroupOffsetsAsync(
            [new ConsumerGroupTopicPartitions(_group, [new TopicPartition(_topic, partition)])],
            new ListConsumerGroupOffsetsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
        return listed.SelectMany(group => group.Partitions).FirstOrDefault() is { Offset: { IsSpecial: false } offset } ? offset.Value : null;
    }

    public void Dispose() => _admin.Dispose();

    private async Task<IReadOnlyDictionary<int, long>> ListAsync(IEnumerable<int> partitions, OffsetSpec spec)
    {
        var wanted = partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(_topic, p), OffsetSpec = spec }).ToList();
        if (wanted.Count == 0)
            return new Dictionary<int, long>();
        var listed = await _admin.ListOffsetsAsync(
            wanted, new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadCommitted, RequestTimeout = Patience }).ConfigureAwait(false);
        return listed.ResultInfos.ToDictionary(r => r.TopicPartitionOffsetError.Partition.Value, r => r.TopicPartitionOffsetError.Offset.Value);
    }
}
