namespace OrleansState;

/// <summary>Finds states whose deadline has passed while nobody had them in memory, and records that nobody needs any more.</summary>
internal sealed class SweepTask(DurableKinds kinds, Settling settling, TimeProvider clock) : IMaintenanceTask
{
    /// <summary>An activation that has a timer for its deadline is let go first.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>How long events of a state are waited for before it leaves memory; they stay in its outbox after that, which is looked after too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string Name => "sweep";

    public string Schedule => "*/5 * * * * *";

    public async Task RunAsync(MaintenanceReport report, string? options, CancellationToken cancellationToken)
    {
        if (options is not null)
            throw new ArgumentException($"A sweep knows no option {options}.", nameof(options));
        foreach (var kind in kinds.All)
        {
            foreach (var (index, after) in kind.Waiting)
            {
                var upTo = (clock.GetUtcNow() - Grace - DateTimeOffset.UnixEpoch - after).TotalSeconds;
                await settling.SettleAsync(kind.Name, index, upTo, Patience, report, published: false, cancellationToken);
            }
        }
    }
}
