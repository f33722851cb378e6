namespace OrleansState.Bench.Targets.Kafka;

/// <summary>A topic filled before the clock runs, and what every user's count must come to.</summary>
/// <param name="Bootstrap">The broker.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Expected">Events by user; the user id is the index.</param>
internal sealed record EventLog(string Bootstrap, string Topic, int[] Expected)
{
    public long Events { get; } = Expected.Sum(n => (long)n);
}
