using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>What is stored of a click counter. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.click-counter-state")]
internal sealed record ClickCounterState
{
    public static ClickCounterState Empty { get; } = new();

    /// <summary>Count by action, in the order in which the actions first came.</summary>
    [Id(0)]
    public ImmutableArray<ClickCount> Counts { get; init; } = [];

    /// <summary>Up to where each partition is contained in the counts.</summary>
    [Id(1)]
    public ImmutableArray<LogMark> Marks { get; init; } = [];
}
