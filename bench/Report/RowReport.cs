using System.Collections.Immutable;

namespace OrleansState.Bench.Report;

/// <param name="Name">What <c>--only</c> takes.</param>
/// <param name="Title">Its heading.</param>
/// <param name="How">What was done and measured.</param>
/// <param name="MeasuredAt">When it ended.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Series">Its figures; empty when refused.</param>
/// <param name="Aims">What it should show, and whether it did.</param>
/// <param name="Notes">Peers that were absent, limits of what was measured.</param>
/// <param name="Refusal">Why there are no figures: an answer was wrong, or it could not be measured.</param>
internal sealed record RowReport(
    string Name, string Title, string How, DateTimeOffset MeasuredAt, double Seconds,
    ImmutableArray<Series> Series, ImmutableArray<AimResult> Aims, ImmutableArray<string> Notes, string? Refusal);
