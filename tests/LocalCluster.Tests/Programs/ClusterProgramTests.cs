using System.Globalization;
using System.Text.RegularExpressions;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Programs;

/// <summary>The program as a person starts it, with a temporary directory of its own to look into afterwards.</summary>
public sealed partial class ClusterProgramTests(RedisFixture redis) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly RunDirectory _logs = new("orleans-state-test-");
    private readonly RunDirectory _temporary = new("orleans-state-test-");

    [LongFact]
    public async Task Ctrl_C_leaves_no_process_and_no_file()
    {
        await using var program = await StartAsync();
        var pids = Pids(program.LogTail());
        Assert.Equal(4, pids.Length);
        Assert.All(pids, pid => Assert.True(LiveProcesses.Exists(pid)));

        program.Interrupt();
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, program.ExitCode);
        Assert.DoesNotContain(pids, LiveProcesses.Exists);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.FullPath));
    }

    [LongFact]
    public async Task Kill_9_of_the_program_ends_every_process_it_started()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells children of their parent's death.");
        await using var program = await StartAsync();
        var pids = Pids(program.LogTail());
        Assert.Equal(4, pids.Length);

        program.Kill();

        await Eventually.UntilAsync("the end of every child", () => !pids.Any(LiveProcesses.Exists));
    }

    [LongFact]
    public async Task A_setting_that_stops_a_member_is_in_the_message_of_the_program_which_ends_too()
    {
        redis.RequireRealRedis();
        await using var program = await LaunchAsync("--no-kafka", "--set", "Orleans:ProbeTimeout=00:02:00");

        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("Orleans:ProbeTimeout must lie between", program.LogTail(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.FullPath));
    }

    [LongFact]
    public async Task An_embedded_Kafka_that_cannot_start_is_told_in_one_sentence()
    {
        // No client takes a topic of that length.
        await using var program = await LaunchAsync(
            new Dictionary<string, string?> { ["KAFKA_HOME"] = null }, "--set", $"Kafka:Topic={new string('x', 600)}");

        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, program.ExitCode);
        Assert.Matches(@"(?m)^The cluster can't start: the embedded Kafka did not start: .+$", program.LogTail());
        Assert.DoesNotContain("   at ", program.LogTail(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.FullPath));
    }

    [Fact]
    public async Task A_KAFKA_HOME_that_is_no_Kafka_is_told_in_one_sentence()
    {
        await using var program = await LaunchAsync(new Dictionary<string, string?> { ["KAFKA_HOME"] = _logs.FullPath });

        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains($"KAFKA_HOME is {_logs.FullPath}, which is no Apache Kafka", program.LogTail(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.FullPath));
    }

    public void Dispose()
    {
        _logs.Dispose();
        _temporary.Dispose();
    }

    private async Task<ChildProcess> StartAsync()
    {
        redis.RequireRealRedis();
        var program = await LaunchAsync("--silos", "2", "--no-kafka");
        await Eventually.UntilAsync($"the line ready of {program.Name}", () => program.HasExited || Ready().IsMatch(program.LogTail()), Patience);
        Assert.False(program.HasExited, program.LogTail());
        return program;
    }

    private Task<ChildProcess> LaunchAsync(params string[] arguments) => LaunchAsync(new Dictionary<string, string?>(), arguments);

    private Task<ChildProcess> LaunchAsync(Dictionary<string, string?> environment, params string[] arguments) => ChildProcess.StartAsync(new ChildCommand(
        "LocalCluster", "dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalCluster.dll"), .. arguments], _logs.File("program.log"),
        new Dictionary<string, string?>(environment) { ["TMPDIR"] = _temporary.FullPath }));

    private static int[] Pids(string output) =>
        [.. Pid().Matches(output).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).Distinct()];

    [GeneratedRegex(@" pid (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Pid();

    [GeneratedRegex(@"^ready api=http://127\.0\.0\.1:\d+", RegexOptions.Multiline)]
    private static partial Regex Ready();
}
