using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansState.Kafka;
using OrleansState.Kafka.Group;
using OrleansState.Kafka.Health;

namespace OrleansState.KafkaBridge.Tests.Health;

public sealed class FirstReadingTests
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly TopicPartition One = new("events", 1);

    private readonly FirstReading _reading = new();
    private readonly GroupProgress _progress = new();

    [Fact]
    public async Task A_process_is_ready_when_its_bridge_knows_of_every_partition_where_to_go_on()
    {
        _reading.Look([], _progress);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        _progress.Begun(Zero, 7);
        _reading.Look([Zero, One], _progress);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        _progress.Begun(One, 0);
        _reading.Look([Zero, One], _progress);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task It_stays_so_when_the_partitions_go_to_another_bridge()
    {
        _progress.Begun(Zero, 7);
        _reading.Look([Zero], _progress);

        _progress.Forget(Zero);
        _reading.Look([], _progress);

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    private async Task<HealthStatus> StatusAsync() =>
        (await new FirstReadingCheck(_reading).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
