using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Tests.Programs;

/// <summary>A process that lacks a setting stops with a sentence that names it.</summary>
public sealed class BadSettingTests : IDisposable
{
    private const int BadSettings = 78;
    private const string Redis = "Redis__ConnectionString=127.0.0.1:1";

    private readonly RunDirectory _directory = new("orleans-state-test-");

    [Theory]
    [InlineData("Silo", "Redis:ConnectionString is not set")]
    [InlineData("KafkaBridge", "Redis:ConnectionString is not set")]
    [InlineData("KafkaBridge", "Kafka:BootstrapServers is not set", Redis)]
    [InlineData("Api", "Jwt:Keys is empty", Redis)]
    [InlineData("Api", "Jwt:Keys:main", Redis, "Jwt__Keys__main=short")]
    [InlineData("Silo", "Orleans:SiloPort must lie between 0 and 65535.", Redis, "Orleans__SiloPort=70000")]
    [InlineData("Silo", "Redis:Timeout must lie between", Redis, "Redis__Timeout=1.00:00:00")]
    public async Task It_ends_with_78_and_names_the_key(string program, string sentence, params string[] settings)
    {
        await using var process = await ChildProcess.StartAsync(new ChildCommand(
            program, "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll")], _directory.File("log"), Environment(settings)));

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(sentence, process.LogTail(), StringComparison.Ordinal);
        Assert.Equal(BadSettings, process.ExitCode);
    }

    public void Dispose() => _directory.Dispose();

    private static Dictionary<string, string?> Environment(string[] settings)
    {
        var environment = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1]);
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return environment;
    }
}
