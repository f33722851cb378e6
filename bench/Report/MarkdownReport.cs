using System.Globalization;
using System.Text;

namespace OrleansState.Bench.Report;

/// <summary>The report as a page to read.</summary>
internal static class MarkdownReport
{
    public static string Write(BenchReport report)
    {
        var page = new StringBuilder();
        page.AppendLine("# Benchmarks").AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project bench`; [how it measures](../bench/README.md). Do not edit.").AppendLine();
        if (report.IsQuick)
            page.AppendLine("**A smoke run (`--quick`): it shows that the bench works; its figures say nothing.**").AppendLine();
        AddMachine(page, report.Machine);
        foreach (var row in report.Rows)
            AddRow(page, row);
        return page.ToString();
    }

    private static void AddMachine(StringBuilder page, Machine m)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"Measured on {m.Processor}, {m.Cores} cores, {Number.Format(m.MemoryGibibytes)} GiB; {m.System}; {m.Runtime}; {m.Redis}; {m.Java}; {m.Python}; Node {m.Node}.");
        page.AppendLine("Load, servers and peers share this machine. A cell is the median of the runs, with the least and the most in parentheses; a ratio is taken pair by pair, run against run.").AppendLine();
    }

    private static void AddRow(StringBuilder page, RowReport row)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"## {row.Title}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{row.How} (`--only {row.Name}`, {row.MeasuredAt:yyyy-MM-dd HH:mm} UTC, {row.Seconds:0} s)").AppendLine();
        if (row.Refusal is not null)
            page.AppendLine(CultureInfo.InvariantCulture, $"**Not reported:** {OneLine(row.Refusal)}").AppendLine();
        if (!row.Series.IsEmpty)
        {
            AddTable(page, row);
            page.AppendLine(CultureInfo.InvariantCulture, $"![{row.Title}](benchmarks/{row.Name}.svg)").AppendLine();
        }

        AddAims(page, row);
        foreach (var note in row.Notes)
            page.AppendLine(CultureInfo.InvariantCulture, $"- {OneLine(note)}");
        if (!row.Notes.IsEmpty)
            page.AppendLine();
    }

    private static void AddTable(StringBuilder page, RowReport row)
    {
        var metrics = row.Series.Select(s => s.Metric).Distinct().ToArray();
        page.AppendLine(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", metrics)} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---{string.Concat(Enumerable.Repeat("|---:", metrics.Length))}|");
        foreach (var own in row.Series.GroupBy(s => s.Contestant))
        {
            var cells = metrics.Select(m => own.FirstOrDefault(s => s.Metric == m) is { } series ? Number.WithRange(series.Runs) : "");
            page.AppendLine(CultureInfo.InvariantCulture, $"| {own.Key} | {string.Join(" | ", cells)} |");
        }

        page.AppendLine();
    }

    private static void AddAims(StringBuilder page, RowReport row)
    {
        if (row.Aims.IsEmpty)
            return;
        page.AppendLine("| aim | measured | |");
        page.AppendLine("|---|---:|---|");
        foreach (var (aim, result) in row.Aims.Select(a => (a.Aim, a)))
        {
            var what = aim.Peer is null ? $"{aim.Metric} of {aim.Contestant}" : $"{aim.Metric}: {aim.Contestant} to {aim.Peer}";
            var measured = result.Runs.IsEmpty ? "not measured" : Number.WithRange(result.Runs);
            var verdict = result.IsMet switch { true => "met", false => "**missed**", null => "" };
            page.AppendLine(CultureInfo.InvariantCulture, $"| {what}, {(aim.IsAtLeast ? "at least" : "at most")} {Number.Format(aim.Bound)} | {measured} | {verdict} |");
        }

        page.AppendLine();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
