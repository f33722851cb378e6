using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>How a counter stands to the log.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Counted">What it had counted, by action, with what came by calls.</param>
/// <param name="Expected">What it should have.</param>
/// <param name="Refused">
/// Clicks of the log that <paramref name="Expected"/> leaves out because of <see cref="ClickLimits.Actions"/> or
/// <see cref="ClickLimits.Redriven"/>.
/// </param>
/// <param name="HasOtherLogs">It also counts another log, whose part can't be looked into.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.rebuild-report")]
public sealed record RebuildReport(
    [property: Id(0)] RebuildOutcome Outcome,
    [property: Id(1)] ImmutableArray<ClickCount> Counted,
    [property: Id(2)] ImmutableArray<ClickCount> Expected,
    [property: Id(3)] long Refused,
    [property: Id(4)] bool HasOtherLogs);
