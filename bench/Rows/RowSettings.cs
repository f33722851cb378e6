namespace OrleansState.Bench.Rows;

/// <summary>How much a run measures.</summary>
internal sealed record RowSettings(bool IsQuick)
{
    /// <summary>How often each contestant is measured, taking turns.</summary>
    public int Runs { get; init; } = IsQuick ? 1 : 3;

    /// <summary>Growth to 5 million users too, which takes minutes and memory.</summary>
    public bool IsLarge { get; init; }

    public TimeSpan Warmup => IsQuick ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(1);

    public TimeSpan Window => IsQuick ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(4);

    public int Scale(int full, int quick) => IsQuick ? quick : full;
}
