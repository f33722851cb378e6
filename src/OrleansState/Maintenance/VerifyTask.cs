using OrleansState.Indexes;

namespace OrleansState;

/// <summary>
/// Scans all records and holds every index against what they say. Places in ordered sets are compared record by record, each at one moment,
/// so that what is written meanwhile is no difference. Sums are read between two scans, and compared where both scans found the same
/// records, so that these were so at that moment; else they are counted as busy, and nothing is said of them.
/// With the option <c>repair</c> what differs is put right, and a bounded set that erasures have thinned out is filled up.
/// </summary>
internal sealed class VerifyTask(DurableKinds kinds, IIndexStore indexes, IIndexAudit audit) : IMaintenanceTask
{
    /// <summary>The option that has differences put right.</summary>
    public const string Repair = "repair";

    public string Name => "verify";

    public string Schedule => "0 30 3 * * *";

    public async Task RunAsync(MaintenanceReport report, string? options, CancellationToken cancellationToken)
    {
        if (options is not (null or "" or Repair))
            throw new ArgumentException($"A verification knows the option {Repair}, and not {options}.", nameof(options));
        foreach (var kind in kinds.All)
        {
            var verification = new IndexVerification(kind, indexes, audit, report, options == Repair);
            await verification.RunAsync(cancellationToken);
        }
    }
}
