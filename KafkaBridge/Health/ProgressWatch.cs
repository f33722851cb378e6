using Confluent.Kafka;
using OrleansState.KafkaBridge.Group;
using OrleansState.KafkaBridge.Log;

namespace OrleansState.KafkaBridge.Health;

/// <summary>Compares the log's ends with the checkpoints again and again, apart from all that reads and counts.</summary>
internal sealed partial class ProgressWatch : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly PartitionWorkers _workers;
    private readonly GroupProgress _progress;
    private readonly LogBounds _bounds;
    private readonly Stalls _stalls;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProgressWatch> _logger;
    private long _looked;

    public ProgressWatch(
        PartitionWorkers workers, GroupProgress progress, LogBounds bounds, Stalls stalls, BridgeMetrics metrics, TimeProvider clock, ILogger<ProgressWatch> logger)
    {
        (_workers, _progress, _bounds, _stalls, _clock, _logger) = (workers, progress, bounds, stalls, clock, logger);
        _looked = clock.GetTimestamp();
        metrics.Show(() => stalls.Sights);
    }

    /// <summary>Whether it looks itself: one that does not must not be taken for good news.</summary>
    public bool IsLooking => _clock.GetElapsedTime(Volatile.Read(ref _looked)) < Stalls.Patience;

    public async Task LookAsync()
    {
        var partitions = _workers.Partitions;
        var ends = await EndsAsync(partitions);
        foreach (var partition in partitions)
            _stalls.Look(partition, ends.TryGetValue(partition, out var end) ? end : null, _progress.PositionOf(partition));
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
                LogNotLooked(fault);
            }
        }
    }

    private async Task<IReadOnlyDictionary<int, long>> EndsAsync(IReadOnlyCollection<int> partitions)
    {
        try
        {
            return await _bounds.EndsAsync(partitions);
        }
        catch (Exception fault) when (fault is KafkaException or TimeoutException)
        {
            LogNoEnds(fault.Message);
            return new Dictionary<int, long>();
        }
    }

    [LoggerMessage(EventId = 3028, Level = LogLevel.Warning, Message = "The partitions' progress could not be looked at, which is tried again")]
    private partial void LogNotLooked(Exception fault);

    [LoggerMessage(EventId = 3027, Level = LogLevel.Information, Message = "The log's ends could not be learnt, which is tried again: {Reason}")]
    private partial void LogNoEnds(string reason);
}
