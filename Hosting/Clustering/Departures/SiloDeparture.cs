using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>The other side of <see cref="DepartureWatch"/>: a silo that stops says how far it has come and waits for everybody's word.</summary>
internal sealed partial class SiloDeparture(DepartureBoard board, TimeProvider clock, ILogger<SiloDeparture> logger) : IDisposable
{
    private CancellationTokenSource? _patience;

    /// <summary>When the store last answered: without it nobody hears of the stop, and no call is answered either.</summary>
    private long _heard;

    /// <summary>
    /// Returns when every process that lives has confirmed the stage. One that does not report counts as dead after a while,
    /// and all stages together have a bound: a stop is only held up by what makes progress.
    /// </summary>
    public async Task ConfirmedByAllAsync(Departure departure, CancellationToken hurry)
    {
        ArgumentNullException.ThrowIfNull(departure);
        _patience ??= new CancellationTokenSource(DepartureTimes.Patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token, hurry);
        _heard = clock.GetTimestamp();
        var others = new ReportsOfOthers(board, clock);
        try
        {
            while (!await IsConfirmedAsync(departure, others))
            {
                if (clock.GetElapsedTime(_heard) > DepartureTimes.Silence)
                    await end.CancelAsync();
                await Task.Delay(DepartureTimes.BetweenQuickLooks, clock, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            LogUnconfirmed(departure.Stage, others.Missing);
        }
    }

    /// <summary>The silo has gone.</summary>
    public async Task WithdrawAsync(SiloAddress silo)
    {
        try
        {
            await board.WithdrawAsync(silo);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // Others take it off when they find it dead.
        }
    }

    public void Dispose() => _patience?.Dispose();

    private async Task<bool> IsConfirmedAsync(Departure departure, ReportsOfOthers others)
    {
        try
        {
            // Each time, as the store may have lost it.
            await board.AnnounceAsync(departure);
            var isConfirmed = await others.ConfirmAsync(departure);
            _heard = clock.GetTimestamp();
            return isConfirmed;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 4020, Level = LogLevel.Warning, Message = "This silo stops although {Missing} other processes have not confirmed the stage {Stage}; calls that are under way between it and them may be lost")]
    private partial void LogUnconfirmed(DepartureStage stage, int missing);
}
