using System.Collections.Concurrent;
using Confluent.Kafka;
using OrleansState.Kafka.Partitions;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Group;

/// <summary>The workers of the partitions that this bridge has.</summary>
internal sealed class PartitionWorkers(IngestTopics topics)
{
    private readonly ConcurrentDictionary<TopicPartition, IPartitionWorker> _workers = new();

    public bool Has(TopicPartition partition) => _workers.ContainsKey(partition);

    public IReadOnlyCollection<TopicPartition> Partitions => [.. _workers.Keys];

    public void Start(TopicPartition partition)
    {
        var worker = topics.Of(partition.Topic).CreateWorker(partition.Partition.Value);
        if (!_workers.TryAdd(partition, worker))
            throw new InvalidOperationException($"Partition {partition.Partition.Value} of {partition.Topic} was assigned twice.");
        worker.Start();
    }

    /// <summary>Stops these; a batch under way gets as long as <paramref name="patience"/> to be finished.</summary>
    public Task StopAsync(IEnumerable<TopicPartition> partitions, TimeSpan patience) =>
        Task.WhenAll(partitions.Select(partition => StopAsync(partition, patience)));

    private async Task StopAsync(TopicPartition partition, TimeSpan patience)
    {
        if (!_workers.TryRemove(partition, out var worker))
            return;
        using (worker)
            await worker.StopAsync(patience);
    }
}
