using System.Diagnostics;

namespace OrleansState.Repository.Tests.Ci;

/// <summary>What CI prints last of a run that did not pass: whoever has only the end of its output learns from it what failed, and why.</summary>
public sealed class FailedTestsTests : IDisposable
{
    private readonly DirectoryInfo _reports = Directory.CreateTempSubdirectory("orleans-state-test-");

    [Fact]
    public async Task Each_test_that_did_not_pass_is_named_with_its_outcome_and_message_and_no_other()
    {
        await WriteAsync("One.Tests", """
            <UnitTestResult testName="One.Passes" outcome="Passed"><Output><StdOut>Failed: nothing</StdOut></Output></UnitTestResult>
            <UnitTestResult
               outcome="Failed" duration="00:00:01" testName="One.Fails(text: &quot;a &lt; b &amp; c&quot;)"><Output><StdOut>noise</StdOut><ErrorInfo>
            <Message>Did not come within 120 s: 1 &lt; 2.&#xD;&#xA;A second line.</Message><StackTrace>   at One.Fails()</StackTrace></ErrorInfo></Output></UnitTestResult>
            """);
        await WriteAsync("Two.Tests", """
            <UnitTestResult testName="Two.IsSkipped" outcome="NotExecuted"><Output><ErrorInfo><Message>redis-server is missing.</Message></ErrorInfo></Output></UnitTestResult>
            """);

        Assert.Equal(
            [
                "Failed: One.Fails(text: \"a < b & c\")", "    Did not come within 120 s: 1 < 2.", "    A second line.", "       at One.Fails()",
                "NotExecuted: Two.IsSkipped", "    redis-server is missing.",
            ],
            await PrintAsync());
    }

    [Fact]
    public async Task A_long_message_is_cut()
    {
        await WriteAsync("One.Tests", $"""
            <UnitTestResult testName="One.Fails" outcome="Failed"><Output><ErrorInfo><Message>{string.Join('\n', Enumerable.Range(1, 1_000))}</Message></ErrorInfo></Output></UnitTestResult>
            """);

        var printed = await PrintAsync();

        Assert.Equal(["Failed: One.Fails", "    1"], printed.Take(2));
        Assert.Equal("    … and 970 lines more", printed[^1]);
        Assert.Equal(32, printed.Count);
    }

    [Fact]
    public async Task Nothing_is_printed_where_all_have_passed_or_nothing_was_reported()
    {
        Assert.Empty(await PrintAsync());

        await WriteAsync("One.Tests", """<UnitTestResult testName="One.Passes" outcome="Passed" />""");

        Assert.Empty(await PrintAsync());
    }

    [Fact]
    public void CI_prints_them_before_its_last_line_and_leaves_no_test_out()
    {
        var lines = Checkout.Read(".ci/run").TrimEnd().Split('\n');

        Assert.InRange(Array.FindIndex(lines, line => line.Contains(".ci/failed-tests \"$results\"", StringComparison.Ordinal)), 1, lines.Length - 3);
        Assert.Equal("echo \"$passed passed, $failed failed, $skipped skipped\"", lines[^2]);
        Assert.Contains(lines, line => line.StartsWith("export CI=true ", StringComparison.Ordinal));
    }

    public void Dispose() => _reports.Delete(recursive: true);

    private Task WriteAsync(string project, string results) => File.WriteAllTextAsync(
        Path.Combine(_reports.FullName, $"{project}.trx"),
        $"""<?xml version="1.0"?><TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>{results}</Results></TestRun>""",
        TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<string>> PrintAsync()
    {
        using var print = Process.Start(new ProcessStartInfo("bash", [Checkout.Path(".ci/failed-tests"), _reports.FullName]) { RedirectStandardOutput = true })!;
        var output = await print.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await print.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, print.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
