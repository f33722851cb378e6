namespace OrleansState.Bench.Load;

/// <param name="PerSecond">Acknowledged requests a second of the window.</param>
/// <param name="Latencies">Of the acknowledged ones.</param>
/// <param name="Sent">All requests, warm-up and failures included.</param>
/// <param name="Failures">Requests that were not acknowledged, warm-up included.</param>
/// <param name="FirstFailure">What the first of them got.</param>
internal sealed record LoadResult(double PerSecond, Latencies Latencies, long Sent, long Failures, string? FirstFailure)
{
    public double P50Milliseconds => Latencies.Milliseconds(50);

    public double P99Milliseconds => Latencies.Milliseconds(99);

    /// <exception cref="WrongAnswerException">Some request was not acknowledged.</exception>
    public LoadResult RequireNoFailure(string contestant) => Failures == 0 ? this
        : throw new WrongAnswerException($"{contestant}: {Failures} of {Sent} requests were not acknowledged; the first got {FirstFailure}.");
}
