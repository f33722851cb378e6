using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansState.Grains.Erasure;

/// <summary>
/// Sees to it that an erasure which was broken off comes to its end, also where nobody sends it again. It is stopped before the
/// silo, and when its call has its answer: one that meets a silo on its way out is told at length in the log.
/// </summary>
internal sealed partial class ErasureWatch(IGrainFactory grains, ILogger<ErasureWatch> logger) : BackgroundService
{
    /// <summary>It costs a call that is answered from memory.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What it waits for is the store and the other silos, which have no other clock.
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await ResumeAsync(stoppingToken);
    }

    private async Task ResumeAsync(CancellationToken stoppingToken)
    {
        try
        {
            await grains.GetGrain<IUnfinishedErasuresGrain>(IUnfinishedErasuresGrain.Key).ResumeAsync();
            _failed = false;
        }
        catch (Exception fault)
        {
            // Whatever it was, a store that is away among it: the next tick tries again, here or on another silo.
            if (!_failed && !stoppingToken.IsCancellationRequested)
                LogFailed(fault);
            _failed = true;
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "It could not be seen whether an erasure is left unfinished; it is tried again until it is")]
    private partial void LogFailed(Exception fault);
}
