using OrleansState.Bench.Load;

namespace OrleansState.Bench.Rows.Failures;

/// <summary>When the last request ended that got no good answer in time, and how long one took to fail.</summary>
internal sealed class Timeline
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(0.5);

    private long _lastTrouble;
    private long _longestFailedTicks;

    public TimeSpan LongestFailed => new(Interlocked.Read(ref _longestFailedTicks));

    public void Add(Exchange exchange)
    {
        var took = TimeProvider.System.GetElapsedTime(exchange.Began, exchange.Ended);
        if (exchange.IsSuccess && took < Slow)
            return;
        Raise(ref _lastTrouble, exchange.Ended);
        if (!exchange.IsSuccess)
            Raise(ref _longestFailedTicks, took.Ticks);
    }

    /// <summary>0 when there was no trouble after that moment.</summary>
    public double SecondsToAnswers(long from) => Math.Max(0, TimeProvider.System.GetElapsedTime(from, Math.Max(from, _lastTrouble)).TotalSeconds);

    private static void Raise(ref long highest, long value)
    {
        long seen;
        while ((seen = Interlocked.Read(ref highest)) < value && Interlocked.CompareExchange(ref highest, value, seen) != seen)
        {
        }
    }
}
