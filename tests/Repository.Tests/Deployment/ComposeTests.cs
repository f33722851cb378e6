using System.Text.RegularExpressions;
using OrleansState.Hosting.Kafka;
using OrleansState.Repository.Tests.Settings;

namespace OrleansState.Repository.Tests.Deployment;

public sealed partial class ComposeTests
{
    public static TheoryData<string> All => [.. ComposeFile.Services.Keys];

    public static TheoryData<string> Own => [.. ComposeFile.Own.Select(s => s.Name)];

    [Fact]
    public void It_starts_three_silos_two_Apis_and_a_bridge_with_redis_and_kafka()
    {
        Assert.Equal(["api", "api", "bridge", "silo", "silo", "silo"], ComposeFile.Own.Select(s => s.Target!).Order());
        Assert.StartsWith("redis:", ComposeFile.Service("redis").Image, StringComparison.Ordinal);
        Assert.StartsWith("apache/kafka:", ComposeFile.Service("kafka").Image, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_image_has_a_pinned_tag(string name)
    {
        var service = ComposeFile.Service(name);
        if (service.Target is null)
            Assert.Matches(PinnedTag(), service.Image);
        else
            Assert.Equal($"orleansstate/{service.Target}:local", service.Image);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_service_waits_for_has_a_health_check_or_ends(string name)
    {
        foreach (var (dependency, condition) in ComposeFile.Service(name).DependsOn)
        {
            var service = ComposeFile.Service(dependency);
            if (condition == "service_completed_successfully")
                Assert.Equal("no", service.Scalar("restart"));
            else
                Assert.True(condition == "service_healthy" && service.HasHealthCheck, $"{name} waits for {dependency} by {condition}.");
        }
    }

    [Fact]
    public void Each_process_starts_when_what_it_needs_is_ready()
    {
        var silos = ComposeFile.Own.Where(s => s.Target == "silo").Select(s => s.Name).ToList();
        Assert.All(silos, s => Assert.Contains("redis", ComposeFile.Service(s).DependsOn.Keys));
        Assert.All(silos, s => Assert.Contains("kafka-topics", ComposeFile.Service(s).DependsOn.Keys));
        foreach (var client in ComposeFile.Own.Where(s => s.Target != "silo"))
            Assert.Subset(client.DependsOn.Keys.ToHashSet(), silos.ToHashSet());
        Assert.Subset(ComposeFile.Service("bridge").DependsOn.Keys.ToHashSet(), new HashSet<string> { "kafka", "kafka-topics" });
    }

    [Fact]
    public void Redis_and_Kafka_are_asked_by_their_own_tools()
    {
        Assert.Equal(["CMD", "redis-cli", "ping"], ComposeFile.Service("redis").HealthCheck);
        Assert.Equal(
            ["CMD", "/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "kafka:9092", "--list"],
            ComposeFile.Service("kafka").HealthCheck);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Every_variable_is_a_setting_that_the_code_reads(string name)
    {
        var unknown = ComposeFile.Service(name).Environment.Keys
            .Where(v => v != "ASPNETCORE_URLS" && !DeclaredSettings.All.Any(s => s.Matches(v)));
        Assert.True(!unknown.Any(), $"{name}: no option class has a property for {string.Join(", ", unknown)}.");
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void A_process_of_ours_is_not_root_and_writes_nowhere_but_in_tmp(string name)
    {
        var service = ComposeFile.Service(name);
        Assert.True(service.ReadOnly);
        Assert.Null(service.Scalar("user"));
        Assert.Equal("unless-stopped", service.Scalar("restart"));
        Assert.Contains("USER $APP_UID", Checkout.Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Ports_are_published_on_loopback_only_and_one_to_one(string name)
    {
        Assert.DoesNotContain(ComposeFile.Service(name).Ports, p => !p.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        var published = ComposeFile.Services.Values.SelectMany(s => s.Ports).Select(p => p.Split(':')[1]).ToList();
        Assert.Equal(published.Count, published.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void A_published_port_is_the_one_the_process_listens_on(string name)
    {
        var service = ComposeFile.Service(name);
        Assert.DoesNotContain(service.Ports, p => p.Split(':')[2] != Listening(service).ToString(null, null));
    }

    [Fact]
    public void Redis_syncs_before_it_acknowledges()
    {
        var command = string.Join(' ', ComposeFile.Service("redis").Command);
        Assert.Contains("--appendonly yes", command, StringComparison.Ordinal);
        Assert.Contains("--appendfsync always", command, StringComparison.Ordinal);
        Assert.Contains("--maxmemory-policy noeviction", command, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Redis_and_Kafka_are_addressed_by_service_and_port(string name)
    {
        var settings = ComposeFile.Service(name).Environment;
        Assert.Equal("redis:6379", settings["Redis__ConnectionString"]);
        Assert.True(settings.GetValueOrDefault("Kafka__BootstrapServers") is null or "kafka:9092");
        Assert.Contains("CLUSTER://kafka:9092", ComposeFile.Service("kafka").Environment["KAFKA_ADVERTISED_LISTENERS"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_advertises_its_own_name_at_ports_the_image_exposes()
    {
        foreach (var silo in ComposeFile.Own.Where(s => s.Target == "silo"))
        {
            Assert.Equal(silo.Name, silo.Environment["Orleans__AdvertisedHost"]);
            var exposed = $"EXPOSE {silo.Environment["Orleans__SiloPort"]} {silo.Environment["Orleans__GatewayPort"]}\n";
            Assert.Contains(exposed, Checkout.Read("Dockerfile"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tests_that_take_a_Kafka_in_a_container_take_this_one()
    {
        Assert.Contains($"\"{ComposeFile.Service("kafka").Image}\"", Checkout.Read("tests/TestServers/KafkaContainer.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_signing_key_comes_from_outside_and_is_required()
    {
        foreach (var api in ComposeFile.Own.Where(s => s.Target == "api"))
            Assert.StartsWith("${JWT_KEY:?", api.Environment["Jwt__Keys__main"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_topics_that_are_made_are_the_ones_the_bridge_uses()
    {
        var made = string.Join(' ', ComposeFile.Service("kafka-topics").Command);
        var kafka = new KafkaOptions();
        Assert.Contains($" {kafka.Topic}:", made, StringComparison.Ordinal);
        Assert.Contains($" {kafka.ChangesTopic}:", made, StringComparison.Ordinal);
        Assert.Contains($" {kafka.DeadLetterTopic}:", made, StringComparison.Ordinal);
        Assert.DoesNotContain(ComposeFile.Own, s => s.Environment.ContainsKey("Kafka__Topic"));
    }

    internal static int Listening(ComposeService service) =>
        new Uri(service.Environment["ASPNETCORE_URLS"].Replace("+", "0.0.0.0", StringComparison.Ordinal)).Port;

    // A full version: a tag such as "7" or "latest" moves under a deployment.
    [GeneratedRegex(@"^[\w./-]+:\d+\.\d+\.\d+(-\w+)?$")]
    private static partial Regex PinnedTag();
}
