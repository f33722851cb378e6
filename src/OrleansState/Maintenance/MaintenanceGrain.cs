using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace OrleansState;

/// <summary>
/// Runs a task where the grain happens to be. A run goes on beside the grain's turns, and keeps the grain in memory; it ends with its silo,
/// and the next moment of the schedule finds the grain on another.
/// </summary>
[Reentrant]
[GrainType("orleansstate.maintenance")]
internal sealed class MaintenanceGrain(
    [DurableState("maintenance", User = UserRelation.None)] IDurableState<MaintenanceState> state,
    IEnumerable<IMaintenanceTask> tasks,
    IOptions<MaintenanceOptions> options,
    EngineMetrics metrics,
    TimeProvider clock,
    ILogger<MaintenanceGrain> logger) : Grain, IMaintenanceGrain, IDisposable
{
    /// <summary>A run that found nothing and failed in nothing is written down this often: a sweep comes every few seconds.</summary>
    private static readonly TimeSpan QuietRunsWritten = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private MaintenanceState? _known;
    private DateTimeOffset _lastMoment;
    private DateTimeOffset _lastWritten;

    private IMaintenanceTask TheTask => tasks.FirstOrDefault(task => task.Name == this.GetPrimaryKeyString())
        ?? throw new UnknownTaskException($"There is no maintenance task {this.GetPrimaryKeyString()}.");

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public void Dispose() => _stopping.Dispose();

    public async Task<MaintenanceStatus> GetAsync()
    {
        var task = TheTask;
        return new MaintenanceStatus(task.Name, options.Value.ScheduleOf(task), !_running.IsCompleted, (await KnownAsync()).LastRuns);
    }

    public async Task<MaintenanceStatus> RunAsync(TimeSpan patience, string? options)
    {
        Begin(TheTask, options);
        await _running.WaitAsync(patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await GetAsync();
    }

    public Task RunScheduledAsync(DateTimeOffset moment)
    {
        // A silo whose clock is ahead says so too early, and would keep others from saying it in time.
        if (moment > _lastMoment && moment <= clock.GetUtcNow() + ClockDifference)
        {
            _lastMoment = moment;
            Begin(TheTask, null);
        }

        return Task.CompletedTask;
    }

    private void Begin(IMaintenanceTask task, string? options)
    {
        if (_running.IsCompleted && !_stopping.IsCancellationRequested)
            _running = RunAsync(task, options);
    }

    private async Task RunAsync(IMaintenanceTask task, string? options)
    {
        await Task.Yield();
        var report = new MaintenanceReport();
        var (beganAt, began) = (clock.GetUtcNow(), clock.GetTimestamp());
        // Longer than any run takes.
        DelayDeactivation(TimeSpan.FromDays(1));
        string? fault = null;
        try
        {
            await Task.Run(() => task.RunAsync(report, options, _stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            fault = "The silo stopped.";
        }
        catch (Exception defect)
        {
            // Whatever a task throws: the next moment of its schedule tries again.
            fault = defect.Message;
            EngineLog.BrokenOff(logger, task.Name, defect);
        }

        var run = new MaintenanceRun(beganAt, clock.GetElapsedTime(began), report.Counts, report.Failures, fault);
        metrics.MaintenanceRun(task.Name, run);
        await RememberAsync(run);
    }

    private async Task<MaintenanceState> KnownAsync() => _known ??= (await state.ReadAsync()).State;

    private async Task RememberAsync(MaintenanceRun run)
    {
        try
        {
            var known = _known = (await KnownAsync()).After(run);
            if (run.IsQuiet && run.BeganAt - _lastWritten < QuietRunsWritten)
                return;
            await state.CommitAsync(_ => Decision.Accept(known, true));
            _lastWritten = run.BeganAt;
        }
        catch (StoreUnavailableException)
        {
            // The grain remembers it as long as it lives.
        }
    }
}
