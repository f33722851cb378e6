using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansState.Bench.Report;

/// <summary>A whole run.</summary>
/// <param name="Machine">Where.</param>
/// <param name="IsQuick">A smoke run, whose figures say nothing.</param>
/// <param name="Rows">In the order of the table.</param>
internal sealed record BenchReport(Machine Machine, bool IsQuick, ImmutableArray<RowReport> Rows);

[JsonSerializable(typeof(BenchReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class ReportJson : JsonSerializerContext;
