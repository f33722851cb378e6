using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Tests.Programs;

/// <summary>Who asks what a program is gets an answer and no program. It is given nothing it could start with.</summary>
public sealed class HelpTests : IDisposable
{
    private const string LogFile = "log";

    private readonly RunDirectory _directory = new("orleans-state-test-");

    public static TheoryData<string> Programs => ["Api", "Silo", "KafkaBridge", "LocalCluster", "ExactlyOnceProof", "SharedCounter", "OrdersReport"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Help_is_printed_and_nothing_is_started(string program)
    {
        var output = await AskAsync(program, "--help");

        Assert.Matches(@"(?m)^Description:$", output);
        Assert.Matches($@"(?m)^  {program} .*\[options\]", output);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task The_version_is_printed_and_nothing_is_started(string program) =>
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\s*$", await AskAsync(program, "--version"));

    [Theory]
    [InlineData("Api", "health")]
    [InlineData("Silo", "health")]
    [InlineData("KafkaBridge", "health")]
    [InlineData("KafkaBridge", "dead-letters")]
    [InlineData("KafkaBridge", "rebuild")]
    public async Task A_command_is_in_the_help_of_its_program_and_has_its_own(string program, string command)
    {
        Assert.Matches($@"(?m)^  {command}\b", await AskAsync(program, "--help"));
        Assert.Contains($"{program} {command}", await AskAsync(program, command, "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_there_is_not_is_refused_in_place_of_a_start()
    {
        await using var process = await StartAsync("KafkaBridge", "dead-letter", "list");

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("dead-letter", process.LogTail(), StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string program, params string[] question)
    {
        await using (var process = await StartAsync(program, question))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, process.LogTail());
        }

        Assert.False(Directory.Exists(_directory.File("data")));
        return await File.ReadAllTextAsync(_directory.File(LogFile), TestContext.Current.CancellationToken);
    }

    private Task<ChildProcess> StartAsync(string program, params string[] line) => ChildProcess.StartAsync(new ChildCommand(
        program, MemberProgram.Host, [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. line], _directory.File(LogFile),
        new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Data__Directory"] = _directory.File("data"),
            ["Redis__ConnectionString"] = null,
        }));
}
