using System.Globalization;
using System.Text.RegularExpressions;
using OrleansState.LocalCluster.Processes;
using OrleansState.Repository.Tests;
using OrleansState.TestServers;
using OrleansState.TestServers.Shells;

namespace OrleansState.Packages.Tests;

/// <summary>
/// What <c>docs/tutorial.md</c> has a newcomer type: packages, templates, a durable grain behind HTTP that survives
/// <c>kill -9</c>, a second grain and its tests.
/// </summary>
public sealed partial class TutorialTests(Workshop workshop)
{
    private const string Address = "localhost:5000";

    private static readonly string Page = Checkout.Read("docs/tutorial.md");

    private static readonly IReadOnlyList<ConsoleCommand> Commands = ConsoleCommand.Parse(Page);

    [Fact]
    public void It_says_how_many_commands_it_takes() =>
        Assert.Equal(Commands.Count, int.Parse(Count().Match(Page).Groups["count"].Value, CultureInfo.InvariantCulture));

    [LongFact]
    public async Task Every_command_prints_what_the_tutorial_says()
    {
        InstalledProgram.Require("curl", "sudo apt-get install -y curl");
        InstalledProgram.Require("pkill", "sudo apt-get install -y procps");
        await workshop.FeedAsync();
        var address = $"localhost:{FreePort.Next()}";
        await using var shell = workshop.OpenShell(
            Path.GetDirectoryName(workshop.Source)!,
            ("ASPNETCORE_URLS", $"http://{address}"),
            ("Orleans__SiloPort", FreePort.Next().ToString(CultureInfo.InvariantCulture)),
            ("Orleans__GatewayPort", FreePort.Next().ToString(CultureInfo.InvariantCulture)));

        foreach (var command in Commands)
        {
            var line = command.Line.Replace(Address, address, StringComparison.Ordinal);
            var output = command.Output.Length == 0 ? await MustAsync(shell, line) : await shell.RunAsync(line);
            if (command.Output.Length > 0)
                Assert.Equal(Masked(command.Output), Masked(output));
        }
    }

    private static string Masked(string output) => TraceId().Replace(output, "TRACE");

    /// <summary>A command without an output on the page may print what it likes, and has to succeed. One in the background is not waited for.</summary>
    private static Task<string> MustAsync(Shell shell, string line) => line.EndsWith('&') ? shell.RunAsync(line) : shell.MustAsync(line);

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex TraceId();

    [GeneratedRegex(@"(?<count>\d+) commands")]
    private static partial Regex Count();
}
