using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Kafka;
using OrleansState.Kafka.Health;
using OrleansState.KafkaBridge.Tests.Backlog;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Health;

/// <summary>A real bridge that counts nothing; only the watch has a clock of its own.</summary>
public sealed class BridgeHealthTests(RedisFixture redis, KafkaFixture kafka)
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Readiness_is_degraded_while_events_wait_and_nothing_is_counted()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        var gate = new IntakeGate();
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services => services
            .AddSingleton<IOutgoingGrainCallFilter>(gate)
            .AddSingleton(s => ActivatorUtilities.CreateInstance<Stalls>(s, _clock))
            .AddSingleton(s => ActivatorUtilities.CreateInstance<ProgressWatch>(s, _clock)));
        using var meter = new BridgeMeter(bridge.Services);
        await Eventually.UntilAsync("a partition that is looked at and has no lag", async () => await LookAsync(bridge) && meter.Shown("bridge_lag") == 0);
        Assert.Equal(HealthStatus.Healthy, await bridge.HealthAsync());

        await topic.ClickAsync("1");
        await Eventually.UntilAsync("a lag", async () => await LookAsync(bridge) && meter.Shown("bridge_lag") == 1);
        Assert.Equal(HealthStatus.Healthy, await bridge.HealthAsync());
        _clock.Advance(Stalls.Patience);
        await LookAsync(bridge);
        Assert.Equal(HealthStatus.Degraded, await bridge.HealthAsync());
        Assert.Equal(1, meter.Shown("bridge_stalled"));
        Assert.InRange(meter.Shown("bridge_progress_age")!.Value, Stalls.Patience.TotalSeconds, double.MaxValue);

        gate.Open();
        await bridge.CountsToAsync("1", 1);
        await Eventually.UntilAsync("readiness that is healthy again", async () => await LookAsync(bridge) && await bridge.HealthAsync() == HealthStatus.Healthy);
        Assert.Equal(0, meter.Shown("bridge_stalled"));
    }

    [Fact]
    public async Task Readiness_is_degraded_when_nobody_looks()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services => services
            .AddSingleton(s => new ProgressWatch(null!, null!, null!, s.GetRequiredService<Stalls>(), s.GetRequiredService<BridgeMetrics>(), _clock, null!)));
        Assert.Equal(HealthStatus.Healthy, await bridge.HealthAsync());

        _clock.Advance(Stalls.Patience);

        Assert.Equal(HealthStatus.Degraded, await bridge.HealthAsync());
    }

    private static async Task<bool> LookAsync(BridgeHost bridge)
    {
        await bridge.Services.GetRequiredService<ProgressWatch>().LookAsync();
        return true;
    }
}
