using Microsoft.Extensions.DependencyInjection;
using OrleansState.Indexes;

namespace OrleansState;

/// <summary>Finds events that wait in the record of a state that nobody has in memory, since its silo died before they were published.</summary>
internal sealed class OutboxTask(DurableKinds kinds, Settling settling, IServiceProvider services, TimeProvider clock) : IMaintenanceTask
{
    /// <summary>What is younger is being published by the activation that told it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string Name => "outboxes";

    public string Schedule => "*/5 * * * * *";

    public async Task RunAsync(MaintenanceReport report, string? options, CancellationToken cancellationToken)
    {
        if (options is not null)
            throw new ArgumentException($"This task knows no option {options}.", nameof(options));
        // Where nobody is told any more, what waits from before waits for somebody to be told again.
        foreach (var kind in services.GetService<IEventPublisher>() is null ? [] : kinds.All)
        {
            var upTo = (clock.GetUtcNow() - Grace - DateTimeOffset.UnixEpoch).TotalSeconds;
            await settling.SettleAsync(kind.Name, IndexNames.Outbox(kind.Name), upTo, Patience, report, published: true, cancellationToken);
        }
    }
}
