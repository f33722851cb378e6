using System.Text.RegularExpressions;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Stops;

/// <summary>
/// A real process that is asked to end while it starts does so, quietly, whenever that is: the signal is sent every 100 ms
/// over a start, to a process of its own each time. Some run side by side, and all share their servers. The quick tests
/// do it while a process waits for what it needs.
/// </summary>
public sealed partial class BrokenOffStartTests(RedisFixture redis, KafkaFixture kafka) : IDisposable
{
    private const int AtOnce = 4;

    /// <summary>On a machine so slow that a start takes longer than this many steps, the steps are longer.</summary>
    private const int MaxMoments = 12;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly RunDirectory _directory = new("orleans-state-test-");

    public void Dispose() => _directory.Dispose();

    [LongFact]
    public Task A_standalone_Api_ends_quietly() => EndsQuietlyAtEveryMomentAsync(MemberRole.Api, () => new()
    {
        ["Redis__ConnectionString"] = null,
        ["Data__Directory"] = _directory.File($"{Guid.NewGuid():N}"),
    });

    [LongFact]
    public async Task An_Api_of_a_cluster_ends_quietly()
    {
        await using var cluster = await StartClusterAsync();
        await EndsQuietlyAtEveryMomentAsync(MemberRole.Api, () => Member(cluster));
    }

    [LongFact]
    public async Task A_bridge_ends_quietly()
    {
        await using var cluster = await StartClusterAsync();
        await EndsQuietlyAtEveryMomentAsync(MemberRole.Bridge, () => Member(cluster));
    }

    [LongFact]
    public async Task A_silo_ends_quietly()
    {
        // Each in a cluster of its own: what is tested is not how one finds out what became of the others.
        redis.RequireRealRedis();
        await EndsQuietlyAtEveryMomentAsync(MemberRole.Silo, () => Settings(redis.ConnectionString, $"{Guid.NewGuid():N}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_that_waits_for_Redis_ends_quietly(bool interrupt)
    {
        await using var process = await LaunchAsync(MemberRole.Silo, Settings(await AddressOfNobodyAsync(), "nobody"));
        await Eventually.UntilAsync("the silo's word that it waits", () => process.HasExited || process.LogTail().Contains("No Redis primary answers", StringComparison.Ordinal), Patience);

        Signal(process, interrupt);

        await EndsQuietlyAsync(process, interrupt, "while it waited for Redis");
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("KafkaBridge")]
    public async Task A_client_that_waits_for_silos_ends_quietly(string program)
    {
        redis.RequireRealRedis();
        var role = program == "Api" ? MemberRole.Api : MemberRole.Bridge;
        // Whenever that is: nothing it writes tells that it waits.
        await Task.WhenAll(Enumerable.Range(1, AtOnce).Select(seconds => EndsQuietlyAsync(role, Settings(redis.ConnectionString, $"{Guid.NewGuid():N}"), TimeSpan.FromSeconds(seconds))));
    }

    private static async Task<string> AddressOfNobodyAsync()
    {
        await using var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        return server.ConnectionString;
    }

    private async Task<ProcessCluster> StartClusterAsync()
    {
        redis.RequireRealRedis();
        return await ProcessCluster.StartAsync(
            new ClusterPlan { Apis = 0, WithKafka = true, KafkaServers = kafka.BootstrapServers, Settings = new Dictionary<string, string?> { ["Orleans:ClusterId"] = "shared", ["Orleans:ServiceId"] = "shared" } },
            TestContext.Current.CancellationToken);
    }

    private Dictionary<string, string?> Member(ProcessCluster cluster) => Settings(cluster.Redis.ConnectionString, "shared");

    private Dictionary<string, string?> Settings(string connectionString, string cluster) => new()
    {
        ["Redis__ConnectionString"] = connectionString,
        ["Orleans__ClusterId"] = cluster,
        ["Orleans__ServiceId"] = cluster,
        ["Kafka__BootstrapServers"] = kafka.BootstrapServers,
        ["Kafka__Topic"] = $"events-{cluster}",
        ["Kafka__DeadLetterTopic"] = $"events-{cluster}.dlq",
        ["Kafka__GroupId"] = cluster,
        ["Jwt__Keys__main"] = Convert.ToBase64String(new byte[32]),
    };

    /// <summary>At first one that may start, to learn how long that takes here, and a few beside it as later on.</summary>
    private async Task EndsQuietlyAtEveryMomentAsync(MemberRole role, Func<Dictionary<string, string?>> settings)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => StartsAsync(role, settings())));
        var start = TimeProvider.System.GetElapsedTime(began);
        var step = start / MaxMoments > Step ? start / MaxMoments : Step;
        var moments = (int)(start / step) + 1;

        await Parallel.ForAsync(0, moments, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (moment, _) => await EndsQuietlyAsync(role, settings(), moment * step, interrupt: moment % 2 == 0));
    }

    private async Task StartsAsync(MemberRole role, Dictionary<string, string?> settings)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        settings["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        await using var process = await LaunchAsync(role, settings);
        using var ping = new MemberPing(url);
        await Eventually.UntilAsync($"the readiness of the {role}", async () => process.HasExited || await ping.IsReadyAsync(TestContext.Current.CancellationToken), Patience);
        Assert.False(process.HasExited, process.LogTail());
    }

    private async Task EndsQuietlyAsync(MemberRole role, Dictionary<string, string?> settings, TimeSpan moment, bool interrupt = false)
    {
        await using var process = await LaunchAsync(role, settings);
        await Task.Delay(moment, TimeProvider.System, TestContext.Current.CancellationToken);
        Signal(process, interrupt);
        await EndsQuietlyAsync(process, interrupt, $"{moment.TotalMilliseconds:0} ms into its start");
    }

    private static async Task EndsQuietlyAsync(ChildProcess process, bool interrupt, string when)
    {
        var asked = $"{process.Name}, which was sent {(interrupt ? "SIGINT" : "SIGTERM")} {when}";
        await Eventually.UntilAsync($"the end of {asked}", () => process.HasExited || !AskAgain(process, interrupt), Patience);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Before there is a runtime in it that could take the signal, the system ends it: 128 and the signal's number.
        int[] quiet = interrupt ? [0, 130] : [0, 143];
        Assert.True(quiet.Contains(process.ExitCode), $"{asked}, ended with {process.ExitCode}: {process.LogTail()}");
        Assert.False(Noise().IsMatch(process.LogTail()), $"{asked}, said: {process.LogTail()}");
    }

    /// <summary>A silo that stops while its start still has calls under way says so in Orleans' own log, as at any stop; nothing of ours may.</summary>
    [GeneratedRegex(@"Unhandled exception|^(fail|crit): (?!Orleans\.)|^\s+at OrleansState\.", RegexOptions.Multiline)]
    private static partial Regex Noise();

    /// <summary>Where tests run behind a shell a process begins with SIGINT ignored, and one that comes before that is undone is lost.</summary>
    /// <returns>True: it has not ended.</returns>
    private static bool AskAgain(ChildProcess process, bool interrupt)
    {
        if (interrupt)
            Signal(process, interrupt);
        return !process.HasExited;
    }

    private static void Signal(ChildProcess process, bool interrupt)
    {
        if (interrupt)
            process.Interrupt();
        else
            process.Terminate();
    }

    private Task<ChildProcess> LaunchAsync(MemberRole role, Dictionary<string, string?> settings)
    {
        settings.TryAdd("ASPNETCORE_URLS", "http://127.0.0.1:0");
        return ChildProcess.StartAsync(new ChildCommand($"{role}", MemberProgram.Host, [MemberProgram.Assembly(role)], _directory.File($"{Guid.NewGuid():N}.log"), settings));
    }
}
