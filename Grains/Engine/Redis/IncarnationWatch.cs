using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Replies;

namespace OrleansState.Grains.Engine.Redis;

/// <summary>
/// Notices that the store has come back in another life, also while nobody writes, and has every live state look at
/// its record: what only memory still has goes back into the store, and no reader is told what the store has lost.
/// </summary>
internal sealed partial class IncarnationWatch(
    RedisStateStore store, StateEngine engine, TimeProvider clock, ILogger<IncarnationWatch> logger) : BackgroundService
{
    /// <summary>How long a new life may go unnoticed where no write meets it.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>States that look at their record at the same time.</summary>
    private const int Parallelism = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        string? known = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var token = await store.CurrentTokenAsync();
                if (token != known)
                    await RevalidateAsync(token, stoppingToken);
                known = token;
            }
            catch (StoreUnavailableException)
            {
                // The store is away. What it calls itself when it is back is looked at then.
                continue;
            }
        }
    }

    private async Task RevalidateAsync(string token, CancellationToken stoppingToken)
    {
        var open = engine.OpenStates();
        LogLife(token, open.Length);
        await Parallel.ForEachAsync(
            open,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stoppingToken },
            async (state, _) => await state.RevalidateAsync(token));
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "The store's present life is {RunId}; of {Count} live states those of an earlier one look at their records")]
    private partial void LogLife(string runId, int count);
}
