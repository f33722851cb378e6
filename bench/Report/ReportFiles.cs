using System.Text.Json;

namespace OrleansState.Bench.Report;

/// <summary><c>benchmarks.md</c>, <c>benchmarks.json</c> and <c>benchmarks/ROW.svg</c> in the directory of the output.</summary>
internal static class ReportFiles
{
    /// <summary>What an earlier run left there, or null.</summary>
    public static BenchReport? Read(string directory)
    {
        var file = Path.Combine(directory, "benchmarks.json");
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), ReportJson.Default.BenchReport) : null;
    }

    public static void Write(string directory, BenchReport report)
    {
        var plots = Directory.CreateDirectory(Path.Combine(directory, "benchmarks")).FullName;
        File.WriteAllText(Path.Combine(directory, "benchmarks.json"), JsonSerializer.Serialize(report, ReportJson.Default.BenchReport) + "\n");
        File.WriteAllText(Path.Combine(directory, "benchmarks.md"), MarkdownReport.Write(report));
        foreach (var row in report.Rows.Where(r => !r.Series.IsEmpty))
            File.WriteAllText(Path.Combine(plots, row.Name + ".svg"), BarPlot.Draw(row));
    }
}
