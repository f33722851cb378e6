using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansState.Redis;

/// <summary>
/// Notices that the store has come back in another epoch, also while nobody writes, and has every live state look at
/// its record: what only memory still has goes back into the store, and no reader is told what the store has lost.
/// </summary>
internal sealed partial class EpochWatch(
    RedisStateStore store, StateEngine engine, TimeProvider clock, ILogger<EpochWatch> logger) : BackgroundService
{
    /// <summary>How long a new epoch may go unnoticed where no write meets it.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>States that look at their record at the same time.</summary>
    private const int Parallelism = 64;

    /// <summary>Longest wait for one state.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        string? known = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var token = await store.CurrentTokenAsync();
                if (token == known || await RevalidateAsync(token, stoppingToken))
                    known = token;
            }
            catch (StoreUnavailableException)
            {
                // The store is away. What it calls itself when it is back is looked at then.
                continue;
            }
        }
    }

    /// <summary>False where some could not look; all of them look again after the next tick, which costs those that have nothing.</summary>
    private async Task<bool> RevalidateAsync(string token, CancellationToken stoppingToken)
    {
        var open = engine.OpenStates();
        LogEpoch(token, open.Count);
        var missed = 0;
        await Parallel.ForEachAsync(
            open,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stoppingToken },
            async (state, cancellation) =>
            {
                if (!await LooksAsync(state, token, cancellation))
                    Interlocked.Increment(ref missed);
            });
        return missed == 0;
    }

    private async Task<bool> LooksAsync(IRevalidated state, string token, CancellationToken stoppingToken)
    {
        try
        {
            // An activation that ended meanwhile may never run what it is asked.
            await state.RevalidateAsync(token).WaitAsync(Patience, clock, stoppingToken);
            return true;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return false;
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // A record that can't be read is its grain's fault to report, and no reason to look after the others no more.
            LogUnreadable(defect);
            return true;
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "The store's present epoch is {RunId}; of {Count} live states those of an earlier one look at their records")]
    private partial void LogEpoch(string runId, int count);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A live state could not look at its record")]
    private partial void LogUnreadable(Exception defect);
}
