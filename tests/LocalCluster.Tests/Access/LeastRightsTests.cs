using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Redis;
using OrleansState.Hosting.Settings;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using RedisOptions = OrleansState.Hosting.Redis.RedisOptions;

namespace OrleansState.LocalCluster.Tests.Access;

/// <summary>What docs/deployment.md lists is enough, and what is missing of it is named.</summary>
public sealed class LeastRightsTests(GuardedServers servers, RedisFixture redis) : IClassFixture<GuardedServers>, IDisposable
{
    private const string AdminPassword = "the password of the admin";
    private const int BadSettings = 78;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly RunDirectory _directory = new("orleans-state-test-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> CommandsOfASilo => [.. RedisNeeds.OfSilo(new ClusteringOptions()).Select(need => need.Command).Append("INFO").Distinct()];

    [Fact]
    public async Task With_the_documented_rights_a_cluster_serves_counts_redrives_and_erases()
    {
        GuardedServers.Require(redis);
        await servers.Redis.TellAsync("ACL LOG RESET", Cancelled);
        await using var cluster = await ProcessCluster.StartAsync(new ClusterPlan
        {
            Bridges = 1,
            WithKafka = true,
            KafkaServers = servers.Kafka.BootstrapServersOfUsers,
            RoleSettings = new Dictionary<MemberRole, IReadOnlyDictionary<string, string?>>
            {
                [MemberRole.Silo] = servers.Settings(GuardedServers.Silo, GuardedServers.Silo),
                [MemberRole.Bridge] = servers.Settings(GuardedServers.Client, GuardedServers.Bridge),
                [MemberRole.Api] = new Dictionary<string, string?>(servers.Settings(GuardedServers.Client, GuardedServers.Api)) { ["Admin:Users:root"] = AdminPassword },
            },
        }, Cancelled);
        using var guest = new HttpClient { BaseAddress = cluster.Apis[0].Url };
        using var admin = new HttpClient { BaseAddress = cluster.Apis[0].Url };
        var login = await PostAsync(guest, "/login/guest");
        Use(guest, login);
        Use(admin, await PostAsync(admin, "/login", new { username = "root", password = AdminPassword }));
        var user = (string)(await GetAsync(guest, "/profile"))["user_id"]!;

        await PostAsync(guest, "/cart/add", new { item = "apple" });
        await PostAsync(guest, "/cart/checkout");
        await ProduceAsync($$"""{"user_id":"{{user}}","action":"click"}""", "no event");

        await Eventually.UntilAsync("the event's count", async () => (int)(await GetAsync(guest, "/clicks"))["total"]! == 1, Patience);
        await Eventually.UntilAsync("the dead letter", async () => (await GetAsync(admin, "/admin/dead-letters"))["dead_letters"]!.AsArray().Count == 1, Patience);
        await Eventually.UntilAsync("the order in the history", async () => (await GetAsync(admin, $"/admin/users/{user}/history"))["events"]!.AsArray().Count == 1, Patience);
        Assert.Equal(1, (int)(await PostAsync(admin, "/admin/dead-letters/redrive", new { }))["redriven"]!);
        (await guest.DeleteAsync(new Uri("/me", UriKind.Relative), Cancelled)).EnsureSuccessStatusCode();
        await cluster.StopAsync();

        // The client asks for things of its own, and does without them.
        var log = (await RedisLine.AskAsync(servers.Redis.Port, "ACL LOG 1000", Cancelled)).Split("\r\n");
        var denied = Values("object").Zip(Values("username")).ToList();
        Assert.NotEmpty(denied);
        Assert.DoesNotContain(denied, entry => entry.First.StartsWith("orleansstate/", StringComparison.Ordinal) || Needs(entry.Second).Contains(entry.First));

        IEnumerable<string> Values(string field) => log.Zip(log.Skip(1)).Where(pair => pair.First == field).Select(pair => pair.Second);

        static HashSet<string> Needs(string user) =>
            (user == GuardedServers.Silo ? RedisNeeds.OfSilo(new ClusteringOptions()) : RedisNeeds.OfClient(new ClusteringOptions()))
            .Select(need => need.Command).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(CommandsOfASilo))]
    public async Task A_silo_names_the_command_that_its_user_may_not_use(string command)
    {
        GuardedServers.Require(redis);
        var user = $"silo-without-{command.ToLowerInvariant()}";
        await servers.Redis.TellAsync($"{DocumentedRights.Redis(GuardedServers.Password)[0].Replace("SETUSER silo", $"SETUSER {user}", StringComparison.Ordinal)} -{command}", Cancelled);
        using var access = new RedisAccess(
            Options.Create(new RedisOptions { ConnectionString = $"{servers.Redis.ConnectionString},user={user},password={GuardedServers.Password}" }),
            Options.Create(new ClusteringOptions()), RedisNeeds.OfSilo);

        var refused = await Assert.ThrowsAsync<BadSettingException>(() => access.StartAsync(Cancelled));

        Assert.StartsWith($"Redis:ConnectionString: Redis does not allow its user {command}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_names_the_key_that_its_user_may_not_touch()
    {
        GuardedServers.Require(redis);
        var settings = new Dictionary<string, string?>(servers.Settings(GuardedServers.Silo)) { ["Orleans:ServiceId"] = "other" };
        await EndsAsync("Silo", "Redis:ConnectionString: Redis does not allow its user HGETALL other/members", settings);
    }

    [Theory]
    [InlineData("Silo", "wrong", "Redis does not know this user with this password")]
    [InlineData("Api", "wrong", "Redis does not know this user with this password")]
    [InlineData("KafkaBridge", "wrong", "Redis does not know this user with this password")]
    public async Task A_wrong_password_of_Redis_ends_a_process(string program, string password, string sentence)
    {
        GuardedServers.Require(redis);
        await EndsAsync(program, $"Redis:ConnectionString: {sentence}", new()
        {
            ["Redis:ConnectionString"] = $"{servers.Redis.ConnectionString},user={GuardedServers.Silo},password={password}",
            ["Kafka:BootstrapServers"] = "127.0.0.1:1",
            ["Jwt:Keys:main"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        });
    }

    [Fact]
    public async Task A_Redis_that_asks_for_a_password_ends_a_silo_without_one()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: Cancelled);
        await server.TellAsync("CONFIG SET requirepass something", Cancelled);
        await EndsAsync("Silo", "Redis:ConnectionString: Redis asks for a password (NOAUTH)", new() { ["Redis:ConnectionString"] = server.ConnectionString });
    }

    [Fact]
    public async Task A_Redis_Cluster_ends_a_silo()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: Cancelled, settings: ["cluster-enabled yes"]);
        await EndsAsync("Silo", "is a Redis Cluster", new() { ["Redis:ConnectionString"] = server.ConnectionString });
    }

    [Fact]
    public async Task A_password_that_is_wrong_when_Redis_comes_later_ends_a_silo_all_the_same()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: Cancelled, settings: ["user other on >x ~* +@all"]);
        server.Kill();
        await using var silo = await StartAsync("Silo", new() { ["Redis:ConnectionString"] = $"{server.ConnectionString},user=other,password=y" });
        await Eventually.UntilAsync("the silo's word that it waits", () => silo.HasExited || silo.LogTail().Contains("No Redis primary answers", StringComparison.Ordinal), Patience);

        await server.RestartAsync(Cancelled);

        await EndsAsync(silo, "Redis:ConnectionString: Redis does not know this user with this password");
    }

    [Fact]
    public async Task A_user_that_Kafka_does_not_know_ends_a_bridge()
    {
        GuardedServers.Require(redis);
        await EndsAsync("KafkaBridge", "Kafka:Client: Kafka refuses this process' user: ", servers.Settings(GuardedServers.Client, "stranger"));
    }

    [Fact]
    public async Task A_bridge_names_each_right_that_Kafka_denies_it_and_goes_on_when_it_is_granted()
    {
        GuardedServers.Require(redis);
        await using var bridge = await StartAsync("KafkaBridge", servers.Settings(GuardedServers.Client, GuardedServers.Newcomer));
        var rights = DocumentedRights.Kafka("KafkaBridge").Where(right => right.Operation is not Confluent.Kafka.Admin.AclOperation.Describe).ToArray();
        foreach (var (kind, name, operation) in rights)
        {
            var line = $"Kafka denies this process {operation.ToString().ToUpperInvariant()} on {kind.ToString().ToLowerInvariant()} {name}";
            await Eventually.UntilAsync(line, () => bridge.HasExited || Log().Contains(line, StringComparison.Ordinal), Patience);
        }

        Assert.False(bridge.HasExited, bridge.LogTail());

        await servers.GrantAsync(GuardedServers.Newcomer, rights);

        await Eventually.UntilAsync("the last right's grant", () => bridge.HasExited || rights.All(right => Log().Contains($"Kafka grants this process {right.Operation.ToString().ToUpperInvariant()} on {right.Kind.ToString().ToLowerInvariant()} {right.Name} now", StringComparison.Ordinal)), Patience);
        Assert.False(bridge.HasExited, bridge.LogTail());
    }

    public void Dispose() => _directory.Dispose();

    private string Log() => File.ReadAllText(_directory.File("log"));

    private async Task EndsAsync(string program, string sentence, Dictionary<string, string?> settings)
    {
        await using var process = await StartAsync(program, settings);
        await EndsAsync(process, sentence);
    }

    private async Task EndsAsync(ChildProcess process, string sentence)
    {
        await process.WaitForExitAsync(Cancelled);
        Assert.True(Log().Contains(sentence, StringComparison.Ordinal), $"No line says \"{sentence}\". It ended with {process.ExitCode} and wrote:\n{Log()}");
        Assert.Equal(BadSettings, process.ExitCode);
    }

    private Task<ChildProcess> StartAsync(string program, Dictionary<string, string?> settings)
    {
        if (!settings.ContainsKey("Kafka:BootstrapServers"))
            settings["Kafka:Enabled"] = "false";
        return ChildProcess.StartAsync(new ChildCommand(
            program, MemberProgram.Host, [Path.Combine(AppContext.BaseDirectory, $"{program}.dll")], _directory.File("log"),
            settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value)));
    }

    private async Task ProduceAsync(params string[] values)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = servers.Kafka.BootstrapServers }).Build();
        foreach (var value in values)
            await producer.ProduceAsync("events", new Message<Null, string> { Value = value }, Cancelled);
    }

    private static void Use(HttpClient http, JsonNode login) => http.DefaultRequestHeaders.Authorization = new("Bearer", (string)login["access_token"]!);

    private static async Task<JsonNode> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, object? body = null)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body), Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
