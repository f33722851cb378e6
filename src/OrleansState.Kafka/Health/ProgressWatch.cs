using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Group;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Health;

/// <summary>Compares the log's ends with the checkpoints again and again, apart from all that reads and counts.</summary>
internal sealed class ProgressWatch : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly PartitionWorkers _workers;
    private readonly GroupProgress _progress;
    private readonly IngestTopics _topics;
    private readonly Stalls _stalls;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProgressWatch> _logger;
    private long _looked;

    public ProgressWatch(
        PartitionWorkers workers, GroupProgress progress, IngestTopics topics, Stalls stalls, BridgeMetrics metrics, TimeProvider clock, ILogger<ProgressWatch> logger)
    {
        (_workers, _progress, _topics, _stalls, _clock, _logger) = (workers, progress, topics, stalls, clock, logger);
        _looked = clock.GetTimestamp();
        metrics.Show(() => stalls.Sights);
    }

    /// <summary>Whether it looks itself: one that does not must not be taken for good news.</summary>
    public bool IsLooking => _clock.GetElapsedTime(Volatile.Read(ref _looked)) < Stalls.Patience;

    public async Task LookAsync()
    {
        var partitions = _workers.Partitions;
        foreach (var ours in partitions.GroupBy(p => p.Topic))
        {
            var ends = await EndsAsync(ours.Key, [.. ours.Select(p => p.Partition.Value)]);
            foreach (var partition in ours)
                _stalls.Look(partition, ends.TryGetValue(partition.Partition.Value, out var end) ? end : null, _progress.PositionOf(partition));
        }

        _stalls.Keep(partitions);
        Volatile.Write(ref _looked, _clock.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // A look that fails may not end the process that it looks at; that nobody looks is told by readiness.
                IngestLog.NotLooked(_logger, fault);
            }
        }
    }

    private async Task<IReadOnlyDictionary<int, long>> EndsAsync(string topic, IReadOnlyCollection<int> partitions)
    {
        try
        {
            return await _topics.Of(topic).Bounds.EndsAsync(partitions);
        }
        catch (Exception fault) when (fault is KafkaException or TimeoutException)
        {
            IngestLog.NoEnds(_logger, topic, fault.Message);
            return new Dictionary<int, long>();
        }
    }
}
