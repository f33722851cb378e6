namespace OrleansState.Kafka.Health;

/// <summary>Remembers for a while that the log had deleted events before they were counted: nothing brings them back, and somebody has to learn of it.</summary>
internal sealed class RecentLosses(TimeProvider clock)
{
    /// <summary>Long enough for a look at readiness; the metric and the log keep it for longer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private long _last = long.MinValue;

    public bool Any => Volatile.Read(ref _last) is var last && last != long.MinValue && clock.GetElapsedTime(last) < Kept;

    public void Happened() => Volatile.Write(ref _last, clock.GetTimestamp());
}
