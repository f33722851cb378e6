using System.Collections.Immutable;
using OrleansState.Clicks;

namespace OrleansState.Grains.Clicks;

/// <summary>What is stored of a click counter. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.click-counter-state")]
internal sealed record ClickCounterState : IKeptLogMemory<ClickCounterState>
{
    public static ClickCounterState Empty { get; } = new();

    /// <summary>Count by action, in the order in which the actions first came.</summary>
    [Id(0)]
    public ImmutableArray<ClickCount> Counts { get; init; } = [];

    /// <summary>As earlier releases kept it: up to where each partition is contained in the counts. The engine keeps it now.</summary>
    [Id(1)]
    public ImmutableArray<LogMark> Marks { get; init; } = [];

    /// <summary>As earlier releases kept them: redriven events that are contained in the counts. The engine keeps them now.</summary>
    [Id(2)]
    public ImmutableArray<LogPosition> Redriven { get; init; } = [];

    /// <summary>Of the counts, what came by calls and not out of a log: a rebuild from the log has to leave it alone.</summary>
    [Id(3)]
    public ImmutableArray<ClickCount> Called { get; init; } = [];

    /// <summary>When what a guest counted by calls goes; null for everybody else. Moved by each of the guest's clicks, to the hour.</summary>
    [Id(4)]
    public DateTimeOffset? GuestUntil { get; init; }

    public LogMemory? Kept => Marks.IsEmpty && Redriven.IsEmpty
        ? null
        : new LogMemory { Marks = [.. Marks.Select(m => new LogPosition(m.Log, m.Partition, m.Offset))], Redriven = Redriven };

    public ClickCounterState WithoutKept() => this with { Marks = [], Redriven = [] };
}
