using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OrleansState;

/// <summary>What a run of a maintenance task has found and done so far. May be told from several threads.</summary>
public sealed class MaintenanceReport
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _failures;

    /// <summary>How many steps failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>What was counted.</summary>
    public ImmutableSortedDictionary<string, long> Counts => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Counts something.</summary>
    /// <param name="what">A word of the task, in snake_case.</param>
    /// <param name="count">How many more.</param>
    public void Count(string what, long count = 1) => _counts.AddOrUpdate(what, count, (_, before) => before + count);

    /// <summary>A step failed; the run goes on with the others.</summary>
    public void Failed() => Interlocked.Increment(ref _failures);
}
