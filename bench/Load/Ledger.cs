namespace OrleansState.Bench.Load;

/// <summary>What was acknowledged, by key, so that the state can be held against it.</summary>
internal sealed class Ledger(int keys)
{
    private readonly long[] _acknowledged = new long[keys];
    private readonly long[] _unknown = new long[keys];

    public int Keys => _acknowledged.Length;

    /// <summary>Certainly done.</summary>
    public long Acknowledged(int key) => Interlocked.Read(ref _acknowledged[key]);

    /// <summary>Perhaps done: a fault or a 5xx came in place of an answer.</summary>
    public long Unknown(int key) => Interlocked.Read(ref _unknown[key]);

    public long TotalAcknowledged => _acknowledged.Sum();

    public void Acknowledge(int key) => Interlocked.Increment(ref _acknowledged[key]);

    public void Doubt(int key) => Interlocked.Increment(ref _unknown[key]);
}
