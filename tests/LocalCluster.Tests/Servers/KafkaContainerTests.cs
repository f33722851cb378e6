using System.Text.RegularExpressions;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Servers;

/// <summary>The Kafka of tests on a machine without KAFKA_HOME.</summary>
public sealed partial class KafkaContainerTests
{
    [Fact]
    public async Task A_container_gets_the_pinned_image_and_a_listener_for_this_machine_and_is_removed_at_the_end()
    {
        using var docker = new FakeDocker(hasEngine: true);
        var asked = new List<(string Address, string ClusterId)>();

        var container = await KafkaContainer.TryStartAsync(new Docker(docker.Path), (address, clusterId) =>
        {
            asked.Add((address, clusterId));
            return Task.FromResult(asked.Count == 2);
        });
        await container!.DisposeAsync();

        Assert.Equal(2, asked.Count);
        Assert.Equal(["version", "run", "rm"], docker.Calls.Select(call => call.Split(' ')[0]));
        var run = docker.Calls[1];
        Assert.EndsWith($" {KafkaContainer.Image}", run, StringComparison.Ordinal);
        Assert.StartsWith($"run --detach --rm --publish {container.BootstrapServers}:{InnerPort().Match(run).Groups[1].Value} ", run, StringComparison.Ordinal);
        Assert.Contains($",MACHINE://{container.BootstrapServers} ", run, StringComparison.Ordinal);
        Assert.All(asked, look => Assert.Contains($"--env CLUSTER_ID={look.ClusterId} ", run, StringComparison.Ordinal));
        Assert.All(asked, look => Assert.Equal(container.BootstrapServers, look.Address));
        Assert.Contains($" {FakeDocker.ContainerId}", docker.Calls[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_KAFKA_HOME_docker_is_asked_and_what_it_says_is_in_the_failure()
    {
        using var docker = new FakeDocker(hasEngine: true, takesImages: false);
        await using var fixture = new KafkaFixture(hasHome: false, docker.Path);

        var fault = await Assert.ThrowsAsync<ServerStartException>(async () => await fixture.InitializeAsync());

        Assert.Contains("no such image", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_KAFKA_HOME_docker_is_not_asked()
    {
        KafkaFixture.RequireInstalled();
        using var docker = new FakeDocker(hasEngine: true);
        await using var fixture = new KafkaFixture(hasHome: true, docker.Path);

        await fixture.InitializeAsync();

        Assert.Equal(fixture.Broker.BootstrapServers, fixture.Address);
        Assert.Empty(docker.Calls);
    }

    [Fact]
    public async Task Where_docker_has_no_engine_or_is_not_there_Kafka_is_missing()
    {
        using var docker = new FakeDocker(hasEngine: false);
        foreach (var program in new[] { docker.Path, null })
        {
            await using var fixture = new KafkaFixture(hasHome: false, program);
            await fixture.InitializeAsync();
            Assert.Null(fixture.Address);
        }

        Assert.DoesNotContain(docker.Calls, call => call.StartsWith("run", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"MACHINE://:(\d+) ")]
    private static partial Regex InnerPort();
}
