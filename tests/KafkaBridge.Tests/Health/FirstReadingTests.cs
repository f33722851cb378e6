using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansState.KafkaBridge.Group;
using OrleansState.KafkaBridge.Health;

namespace OrleansState.KafkaBridge.Tests.Health;

public sealed class FirstReadingTests
{
    private readonly FirstReading _reading = new();
    private readonly GroupProgress _progress = new();

    [Fact]
    public async Task A_process_is_ready_when_its_bridge_knows_of_every_partition_where_to_go_on()
    {
        _reading.Look([], _progress);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        _progress.Begun(0, 7);
        _reading.Look([0, 1], _progress);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        _progress.Begun(1, 0);
        _reading.Look([0, 1], _progress);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task It_stays_so_when_the_partitions_go_to_another_bridge()
    {
        _progress.Begun(0, 7);
        _reading.Look([0], _progress);

        _progress.Forget(0);
        _reading.Look([], _progress);

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    private async Task<HealthStatus> StatusAsync() =>
        (await new FirstReadingCheck(_reading).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
