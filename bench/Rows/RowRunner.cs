using System.Diagnostics.CodeAnalysis;
using OrleansState.Bench.Report;

namespace OrleansState.Bench.Rows;

/// <summary>Runs a row to a report, whatever happens to it.</summary>
internal static class RowRunner
{
    [SuppressMessage("Design", "CA1031", Justification = "One row that can't be measured must not cost the others; the report and the exit code say what happened.")]
    public static async Task<RowReport> RunAsync(Row row, RowSettings settings)
    {
        Console.WriteLine($"{row.Name}: {row.Title}");
        var figures = new Figures();
        var began = TimeProvider.System.GetTimestamp();
        string? refusal = null;
        try
        {
            await row.MeasureAsync(settings, figures);
        }
        catch (WrongAnswerException wrong)
        {
            refusal = $"an answer was wrong. {wrong.Message}";
        }
        catch (Exception fault)
        {
            refusal = $"it could not be measured. {fault.GetType().Name}: {fault.Message}";
        }

        var report = new RowReport(
            row.Name, row.Title, row.How, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetElapsedTime(began).TotalSeconds,
            refusal is null ? figures.Series : [], refusal is null ? [.. row.Aims.Select(figures.Judge)] : [], figures.Notes, refusal);
        Print(report);
        return report;
    }

    private static void Print(RowReport row)
    {
        foreach (var series in row.Series)
            Console.WriteLine($"  {series.Contestant,-36} {series.Metric,-28} {Number.WithRange(series.Runs)}");
        foreach (var aim in row.Aims.Where(a => a.IsMet is not null))
            Console.WriteLine($"  aim: {aim.Aim.Contestant} {aim.Aim.Metric} {(aim.Aim.Peer is null ? "" : $"to {aim.Aim.Peer} ")}{(aim.Aim.IsAtLeast ? ">=" : "<=")} {Number.Format(aim.Aim.Bound)}: {Number.WithRange(aim.Runs)} {(aim.IsMet is true ? "met" : "MISSED")}");
        foreach (var note in row.Notes)
            Console.WriteLine($"  {note}");
        if (row.Refusal is not null)
            Console.WriteLine($"  not reported: {row.Refusal}");
        Console.WriteLine($"  {row.Seconds:0} s");
    }
}
