using OrleansState.Indexes;

namespace OrleansState;

/// <summary>
/// Has every record come into the indexes that its kind has by now: those of a release without them, or with others, are written again. It looks
/// until it finds none, and is done with that set of indexes; records that are written meanwhile come in by themselves. One that can't be read
/// comes in when somebody writes it who can.
/// </summary>
internal sealed class BuildTask(DurableKinds kinds, IIndexAudit audit, StateGrains grains) : IMaintenanceTask
{
    private const int MaxCalls = 64;

    public string Name => "index";

    public string Schedule => "*/30 * * * * *";

    public async Task RunAsync(MaintenanceReport report, string? options, CancellationToken cancellationToken)
    {
        foreach (var kind in kinds.All)
        {
            var indexes = string.Join(' ', kind.IndexedBy.Select(static index => index.Name));
            if (options is null && await audit.ReadBuiltAsync(kind.Name) == indexes)
                continue;
            var (failures, found) = (report.Failures, 0);
            await foreach (var page in audit.ReadRecordsAsync(kind.Name, [], cancellationToken))
            {
                var missing = page.Where(record => kind.Read(record.Key, record.Payload) is { IsWhole: false }).ToList();
                found += missing.Count;
                await BuildAsync(kind, missing, report, cancellationToken);
            }

            // Noted only by a run that found nothing to do: an older silo may have written behind the one that did it.
            if (report.Failures == failures && found == 0)
                await audit.NoteBuiltAsync(kind.Name, indexes);
        }
    }

    private Task BuildAsync(IStateKind kind, IReadOnlyList<AuditedRecord> missing, MaintenanceReport report, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = MaxCalls, CancellationToken = cancellationToken },
            async (record, cancelled) =>
            {
                try
                {
                    await grains.Get(kind.Name, record.Key).SettleAsync(TimeSpan.Zero).WaitAsync(cancelled);
                    report.Count("indexed");
                }
                catch (Exception)
                {
                    // Whatever keeps one from being written: the others are, and the next run comes back to it.
                    report.Failed();
                }
            });
}
