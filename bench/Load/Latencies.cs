using HdrHistogram;

namespace OrleansState.Bench.Load;

/// <summary>Latencies to three digits, from 1 µs to 2 minutes.</summary>
internal sealed class Latencies
{
    private const long HighestMicroseconds = 120_000_000;

    private readonly LongConcurrentHistogram _histogram = new(1, HighestMicroseconds, 3);

    public long Count => _histogram.TotalCount;

    public void Record(TimeSpan latency) =>
        _histogram.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, HighestMicroseconds));

    public void Add(Latencies other) => _histogram.Add(other._histogram);

    public double Milliseconds(double percentile) => Count == 0 ? 0 : _histogram.GetValueAtPercentile(percentile) / 1_000.0;
}
