using Cronos;
using Microsoft.Extensions.Options;

namespace OrleansState;

/// <summary>
/// Calls the grains of maintenance tasks at the moments of their schedules. Every silo does; the first call of a moment begins the run, so
/// that no silo is needed for it and none does it twice.
/// </summary>
internal sealed class MaintenanceClock(IGrainFactory grains, IEnumerable<IMaintenanceTask> tasks, IOptions<MaintenanceOptions> options, TimeProvider clock)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public void Participate(ISiloLifecycle lifecycle)
    {
        var stopping = new CancellationTokenSource();
        var following = Task.CompletedTask;
        lifecycle.Subscribe(
            nameof(MaintenanceClock),
            ServiceLifecycleStage.Active,
            _ =>
            {
                following = Task.Run(() => FollowAsync(stopping.Token), CancellationToken.None);
                return Task.CompletedTask;
            },
            async _ =>
            {
                await stopping.CancelAsync();
                await following;
                stopping.Dispose();
            });
    }

    private Task FollowAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(tasks.Select(task => options.Value.CronOf(task) is { } cron ? FollowAsync(task.Name, cron, stoppingToken) : Task.CompletedTask));

    private async Task FollowAsync(string task, CronExpression cron, CancellationToken stoppingToken)
    {
        var grain = grains.GetGrain<IMaintenanceGrain>(task);
        // A moment is waited for with the time that has passed, and named by the schedule: silos whose clocks differ mean the same one.
        var moment = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested && cron.GetNextOccurrence(moment.UtcDateTime) is { } next)
        {
            moment = new DateTimeOffset(next, TimeSpan.Zero);
            var wait = moment - clock.GetUtcNow();
            while (wait > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = moment - clock.GetUtcNow();
            }

            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                await grain.RunScheduledAsync(moment);
            }
            catch (Exception)
            {
                // The grain's silo has just died, or the store is away: the next moment finds another.
            }

            // Moments that have passed meanwhile are not made up for.
            if (clock.GetUtcNow() is var now && now > moment)
                moment = now;
        }
    }
}
