using OrleansState.Bench.Load;

namespace OrleansState.Bench.Rows.Failures;

/// <summary>When the last request ended that got no good answer in time.</summary>
internal sealed class Timeline
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(0.5);

    private long _lastTrouble;

    public void Add(Exchange exchange)
    {
        if (exchange.IsSuccess && TimeProvider.System.GetElapsedTime(exchange.Began, exchange.Ended) < Slow)
            return;
        long seen;
        while ((seen = Interlocked.Read(ref _lastTrouble)) < exchange.Ended
            && Interlocked.CompareExchange(ref _lastTrouble, exchange.Ended, seen) != seen)
        {
        }
    }

    /// <summary>0 when there was no trouble after that moment.</summary>
    public double SecondsToAnswers(long from) => Math.Max(0, TimeProvider.System.GetElapsedTime(from, Math.Max(from, _lastTrouble)).TotalSeconds);
}
