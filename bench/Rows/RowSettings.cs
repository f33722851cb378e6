namespace OrleansState.Bench.Rows;

/// <summary>How much a run measures.</summary>
internal sealed record RowSettings(bool IsQuick)
{
    /// <summary>How often each contestant is measured, taking turns.</summary>
    public int Runs { get; init; } = IsQuick ? 1 : 2;

    /// <summary>Growth to 5 million users too, which takes minutes and memory.</summary>
    public bool IsLarge { get; init; }

    /// <summary>Before the first run a contestant is loaded in bursts, until it gets no faster: see <see cref="Warming"/>.</summary>
    public TimeSpan WarmingBurst => IsQuick ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(1);

    public int MaxWarmingBursts => IsQuick ? 1 : 12;

    /// <summary>Before each run.</summary>
    public TimeSpan Warmup => IsQuick ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(0.5);

    public TimeSpan Window => IsQuick ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(2);

    public int Scale(int full, int quick) => IsQuick ? quick : full;
}
