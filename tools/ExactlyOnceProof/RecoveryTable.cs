namespace OrleansState.ExactlyOnceProof;

/// <summary>How long the system took to come back, for each kind of mishap the longest.</summary>
internal sealed class RecoveryTable
{
    private readonly Dictionary<Mishap, List<(TimeSpan Answers, TimeSpan Counts)>> _times = [];

    public void Add(Mishap mishap, TimeSpan answers, TimeSpan counts)
    {
        if (!_times.TryGetValue(mishap, out var times))
            _times[mishap] = times = [];
        times.Add((answers, counts));
    }

    public IEnumerable<string> Lines()
    {
        yield return $"{"after",-52} {"answers",8} {"counts",8}";
        foreach (var (mishap, times) in _times.OrderBy(t => t.Key))
        {
            var name = times.Count == 1 ? Name(mishap) : $"{Name(mishap)}, the longest of {times.Count}";
            yield return $"{name,-52} {times.Max(t => t.Answers).TotalSeconds,6:0.0} s {times.Max(t => t.Counts).TotalSeconds,6:0.0} s";
        }
    }

    private static string Name(Mishap mishap) => mishap switch
    {
        Mishap.KillBridge => "the bridge was killed",
        Mishap.KillSilo => "a silo was killed",
        Mishap.KillAllSilos => "all silos were killed",
        Mishap.LoseTail => "Redis lost its last seconds",
        Mishap.Stall => "Redis stood still under a backlog",
        Mishap.PlannedFailover => "a planned failover",
        Mishap.ForcedFailover => "a forced failover",
        Mishap.Flush => "FLUSHALL",
        Mishap.Rebuild => "a rebuild",
        Mishap.RebuildSwitch => "a rebuild that may switch",
        Mishap.Join => "a second bridge joined",
        _ => "it left",
    };
}
