using OrleansState.LocalCluster.Processes;

namespace OrleansState.Bench.Tests;

/// <summary>Who asks what the bench is gets an answer and no measurement.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly RunDirectory _directory = new("orleans-state-test-");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--help", @"(?m)^  bench .*\[options\]")]
    [InlineData("--version", @"^\d+\.\d+\.\d+\S*\s*$")]
    public async Task It_answers_and_ends(string question, string answer)
    {
        await using var process = await ChildProcess.StartAsync(new ChildCommand(
            "bench", "dotnet", [Path.Combine(AppContext.BaseDirectory, "bench.dll"), question], _directory.File("log")));

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Matches(answer, process.LogTail());
    }
}
