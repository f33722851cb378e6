namespace OrleansState.Kafka.DeadLetters;

/// <summary>Counts the dead letters of topics: those that wait for somebody, by their reasons, and those that were redriven. Changes nothing.</summary>
internal sealed class DeadLetterReportTask(Func<IEnumerable<DeadLetterQueue>> queues) : IMaintenanceTask
{
    public string Name => "dead-letters";

    public string Schedule => "0 0 * * * *";

    public Task RunAsync(MaintenanceReport report, string? options, CancellationToken cancellationToken)
    {
        if (options is not null)
            throw new ArgumentException($"A report knows no option {options}.", nameof(options));
        return Task.Run(() => Count(report, cancellationToken), cancellationToken);
    }

    private void Count(MaintenanceReport report, CancellationToken cancellationToken)
    {
        foreach (var letter in queues().SelectMany(static queue => queue.Find(static _ => true)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            report.Count(letter.IsRedriven ? "redriven" : "waiting");
            if (!letter.IsRedriven)
                report.Count($"reason:{letter.Reason}");
        }
    }
}
