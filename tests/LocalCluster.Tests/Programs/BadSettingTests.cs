using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Tests.Programs;

/// <summary>A process that lacks a setting stops with a sentence that names it.</summary>
public sealed class BadSettingTests : IDisposable
{
    private const int BadSettings = 78;
    private const string Redis = "Redis__ConnectionString=127.0.0.1:1";
    private const string Kafka = "Kafka__BootstrapServers=127.0.0.1:1";
    private const string Jwt = "Jwt__Keys__main=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string OneTopic = "Kafka__DeadLetterTopic=events";
    private const string FeedsItself = "Kafka:DeadLetterTopic is events, and so is Kafka:Topic";

    private readonly RunDirectory _directory = new("orleans-state-test-");

    [Theory]
    [InlineData("Silo", "Redis:ConnectionString is not set")]
    [InlineData("KafkaBridge", "Redis:ConnectionString is not set")]
    [InlineData("KafkaBridge", "Kafka:BootstrapServers is not set", Redis)]
    [InlineData("Api", "Jwt:Keys is empty", Redis)]
    [InlineData("Api", "Jwt:Keys:main", Redis, "Jwt__Keys__main=short")]
    [InlineData("Silo", "Orleans:SiloPort must lie between 0 and 65535.", Redis, "Orleans__SiloPort=70000")]
    [InlineData("Silo", "Redis:Timeout must lie between", Redis, "Redis__Timeout=1.00:00:00")]
    [InlineData("KafkaBridge", FeedsItself, Redis, Kafka, OneTopic)]
    [InlineData("Silo", FeedsItself, Redis, Kafka, OneTopic, "Kafka__InSilo=true")]
    [InlineData("Api", FeedsItself, Redis, Kafka, OneTopic, Jwt)]
    public async Task It_ends_with_78_and_names_the_key(string program, string sentence, params string[] settings) =>
        await EndsAsync(program, [], sentence, settings);

    [Theory]
    [InlineData("dead-letters list", "Kafka:BootstrapServers is not set")]
    [InlineData("dead-letters list", FeedsItself, Kafka, OneTopic)]
    [InlineData("dead-letters redrive", FeedsItself, Kafka, OneTopic)]
    [InlineData("rebuild", FeedsItself, Redis, Kafka, OneTopic)]
    public async Task A_command_of_the_bridge_does_so_too(string command, string sentence, params string[] settings) =>
        await EndsAsync("KafkaBridge", command.Split(' '), sentence, settings);

    public void Dispose() => _directory.Dispose();

    private async Task EndsAsync(string program, string[] command, string sentence, string[] settings)
    {
        await using var process = await ChildProcess.StartAsync(new ChildCommand(
            program, "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. command], _directory.File("log"), Environment(settings)));

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(sentence, process.LogTail(), StringComparison.Ordinal);
        Assert.Equal(BadSettings, process.ExitCode);
    }

    private static Dictionary<string, string?> Environment(string[] settings)
    {
        var environment = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1]);
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return environment;
    }
}
