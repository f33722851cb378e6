using System.CommandLine;
using OrleansState.Bench.Report;
using OrleansState.Bench.Rows;

namespace OrleansState.Bench;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    private const int SomethingWrong = 1;

    public static RootCommand Create()
    {
        var only = new Option<string[]>("--only") { Description = "Rows to run, by name or by the beginning of names", AllowMultipleArgumentsPerToken = true };
        var quick = new Option<bool>("--quick") { Description = "Seconds in place of minutes: shows that the bench works" };
        var large = new Option<bool>("--large") { Description = "Growth to 5 million users too" };
        var runs = new Option<int?>("--runs") { Description = "How often each contestant is measured (2)" };
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "Where benchmarks.md, benchmarks.json and the plots go",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("bench", "results")),
        };
        var merge = new Option<bool>("--merge") { Description = "Keep the other rows of the report that is there" };
        var list = new Option<bool>("--list") { Description = "Name the rows and end" };
        var command = new RootCommand("Measures every claim side by side with its peers.") { only, quick, large, runs, output, merge, list };
        command.SetAction(async parsed =>
        {
            var rows = Table.Select(parsed.GetValue(only) ?? []);
            if (parsed.GetValue(list))
                return List(rows);
            if (rows.Count == 0)
                return Complain("No row has such a name; --list names them.");
            var settings = new RowSettings(parsed.GetValue(quick)) { IsLarge = parsed.GetValue(large) };
            if (parsed.GetValue(runs) is { } wanted)
                settings = settings with { Runs = Math.Max(1, wanted) };
            return await RunAsync(rows, settings, parsed.GetValue(output)!.FullName, parsed.GetValue(merge));
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<Row> rows, RowSettings settings, string directory, bool merge)
    {
        var before = merge ? ReportFiles.Read(directory) : null;
        var report = new BenchReport(Machine.This(), settings.IsQuick, before?.Rows ?? []);
        foreach (var (row, next) in rows.Zip(rows.Skip(1).Append(null)))
        {
            var measured = await RowRunner.RunAsync(row, settings);
            // What a row that broke off leaves may be broken too.
            if (row.Shared is { } shared && (shared != next?.Shared || measured.Refusal is not null))
                await shared.DisposeAsync();
            report = report with { Rows = Table.InOrder(report.Rows.RemoveAll(r => r.Name == row.Name).Add(measured)) };
            // After each row: whoever ends the bench early keeps what it has found.
            ReportFiles.Write(directory, report);
        }

        Console.WriteLine($"{Path.Combine(directory, "benchmarks.md")}");
        return report.Rows.Any(r => r.Refusal is not null) ? SomethingWrong : 0;
    }

    private static int List(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
            Console.WriteLine($"{row.Name,-22} {row.Title}");
        return 0;
    }

    private static int Complain(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return SomethingWrong;
    }
}
