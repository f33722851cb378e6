using System.Text.RegularExpressions;
using OrleansState.Api.Tests.Standalone;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;
using OrleansState.TestServers.Shells;

namespace OrleansState.Api.Tests.Readme;

/// <summary>What the README shows is what a user sees who types it.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string ReadmeUrl = "localhost:5080";
    private const string ReadmeKafka = "localhost:19092";

    private readonly RunDirectory _run = new();

    /// <summary>The ids that the README shows, and what they are here.</summary>
    private readonly Dictionary<string, string> _ids = [];

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Every_command_prints_what_the_README_says()
    {
        var commands = ConsoleCommand.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"), TestContext.Current.CancellationToken));
        Assert.Contains(commands, c => c.Line.Contains("curl ", StringComparison.Ordinal));
        Assert.Contains(commands, c => c.Line.Contains("kcat ", StringComparison.Ordinal));
        InstalledProgram.Require("curl", "sudo apt-get install -y curl");
        InstalledProgram.Require("kcat", "sudo apt-get install -y kcat");
        await using var process = await StandaloneProcess.StartAsync(_run);
        await using var shell = new Shell();

        foreach (var command in commands)
            await CheckAsync(command, shell, process);
    }

    private async Task CheckAsync(ConsoleCommand command, Shell shell, StandaloneProcess process)
    {
        var line = Translate(command.Line)
            .Replace(ReadmeUrl, process.BaseAddress.Authority, StringComparison.Ordinal)
            .Replace(ReadmeKafka, process.Line("Kafka"), StringComparison.Ordinal);
        var output = await shell.RunAsync(line);

        // A plain GET may be repeated: an event is on its way while the next line is typed.
        if (!line.Contains(" -X ", StringComparison.Ordinal) && line.StartsWith("curl ", StringComparison.Ordinal))
            await Eventually.UntilAsync($"{command.Output}, after {line}; the last was {output}", async () => Masked(output = await shell.RunAsync(line)) == Masked(command.Output));
        Assert.Equal(Masked(command.Output), Masked(output));
        foreach (var (shown, real) in Ids(command.Output).Zip(Ids(output)))
            _ids.TryAdd(shown, real);
        Assert.Equal(Ids(command.Output).Select(Translate), Ids(output));
    }

    private string Translate(string text) => Id().Replace(text, m => _ids.GetValueOrDefault(m.Value, m.Value));

    private static IEnumerable<string> Ids(string text) => Id().Matches(text).Select(m => m.Value);

    private static string Masked(string text) => Time().Replace(Id().Replace(text, "ID"), "TIME");

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(\+\d\d:\d\d|Z)")]
    private static partial Regex Time();
}
