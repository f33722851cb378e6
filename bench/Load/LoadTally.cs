namespace OrleansState.Bench.Load;

/// <summary>What a load has seen so far.</summary>
internal sealed class LoadTally
{
    public Latencies Latencies { get; } = new();

    public long Sent { get; set; }

    public long Failures { get; private set; }

    public string? FirstFailure { get; private set; }

    public void Fail(string reason)
    {
        Failures++;
        FirstFailure ??= reason;
    }

    public void Add(LoadTally other)
    {
        Latencies.Add(other.Latencies);
        Sent += other.Sent;
        Failures += other.Failures;
        FirstFailure ??= other.FirstFailure;
    }
}
