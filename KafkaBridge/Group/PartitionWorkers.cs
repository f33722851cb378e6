using System.Collections.Concurrent;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge.Group;

/// <summary>The workers of the partitions that this bridge has.</summary>
internal sealed class PartitionWorkers(BridgeParts parts, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<int, PartitionWorker> _workers = new();

    public bool Has(int partition) => _workers.ContainsKey(partition);

    public IReadOnlyCollection<int> Partitions => [.. _workers.Keys];

    public void Start(int partition)
    {
        var worker = new PartitionWorker(partition, parts, loggers.CreateLogger<PartitionWorker>());
        if (!_workers.TryAdd(partition, worker))
            throw new InvalidOperationException($"Partition {partition} was assigned twice.");
        worker.Start();
    }

    /// <summary>Stops these; a batch under way gets as long as <paramref name="patience"/> to be finished.</summary>
    public Task StopAsync(IEnumerable<int> partitions, TimeSpan patience) =>
        Task.WhenAll(partitions.Select(partition => StopAsync(partition, patience)));

    private async Task StopAsync(int partition, TimeSpan patience)
    {
        if (!_workers.TryRemove(partition, out var worker))
            return;
        using (worker)
            await worker.StopAsync(patience);
    }
}
