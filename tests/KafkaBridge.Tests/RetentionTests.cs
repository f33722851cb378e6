using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>A log whose oldest records are deleted while no bridge reads it.</summary>
public sealed class RetentionTests(RedisFixture redis, KafkaFixture kafka)
{
    private const string Lost = "bridge_lost_to_retention";

    [Fact]
    public async Task What_was_deleted_before_it_was_counted_is_told_and_the_rest_is_counted()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, 5);
            await first.CountsToAsync("1", 5);
        }

        await ClickAsync(topic, 10);
        await topic.DeleteRecordsAsync(0, before: 12);
        using var log = new HeardLog();
        await using var second = await StartAsync(topic, log);
        using var meter = new BridgeMeter(second);

        await second.CountsToAsync("1", 5 + 3);
        await Eventually.UntilAsync("the number lost", () => meter.Counted(Lost) == 7);
        Assert.Single(log.Warnings, w => w.Contains("offsets 5 to 12 (exclusive), up to 7 records that are not counted; 0 of them", StringComparison.Ordinal));
        Assert.Equal(HealthStatus.Degraded, await StatusAsync(second));
    }

    [Fact]
    public async Task A_log_of_which_nothing_is_left_is_passed_and_told_once()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, 5);
            await first.CountsToAsync("1", 5);
        }

        await ClickAsync(topic, 10);
        await topic.DeleteRecordsAsync(0, before: 15);
        await using (var second = await StartAsync(topic))
        using (var meter = new BridgeMeter(second))
        {
            await Eventually.UntilAsync("the commit of the log's end", () => topic.Committed(topic.Name, 0) == 15);
            Assert.Equal(10, meter.Counted(Lost));
        }

        await TellsNothingAsync(topic, 5);
    }

    [Fact]
    public async Task What_an_emptied_store_would_want_again_is_told_as_counted_once()
    {
        redis.RequireRealRedis();
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, 5);
            await first.CountsToAsync("1", 5);
            await Eventually.UntilAsync("the commit of the log's end", () => topic.Committed(topic.Name, 0) == 5);
        }

        await topic.DeleteRecordsAsync(0, before: 3);
        await using var empty = await RedisServer.StartAsync(AppendFsync.EverySecond, TestContext.Current.CancellationToken);
        using var log = new HeardLog();
        await using var second = await StartAsync(topic, log, empty.ConnectionString);

        await second.CountsToAsync("1", 2);
        Assert.Single(log.Warnings, w => w.Contains("offsets 0 to 3 (exclusive), up to 3 records that are not counted; 3 of them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_deleted_before_a_bridge_came_or_after_it_was_counted_is_not_lost()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await ClickAsync(topic, 10);
        await topic.DeleteRecordsAsync(0, before: 4);
        await TellsNothingAsync(topic, 6);

        await topic.DeleteRecordsAsync(0, before: 10);
        await TellsNothingAsync(topic, 6);
    }

    private static async Task ClickAsync(Topic topic, int clicks) =>
        await Task.WhenAll(Enumerable.Range(0, clicks).Select(_ => topic.ClickAsync("1")));

    private static async Task<HealthStatus> StatusAsync(BridgeHost bridge) =>
        (await bridge.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Status;

    /// <summary>A bridge counts on to a further click, and has nothing to tell.</summary>
    private async Task TellsNothingAsync(Topic topic, long counted)
    {
        await using var bridge = await StartAsync(topic);
        using var meter = new BridgeMeter(bridge);
        await bridge.CountsToAsync("1", counted);
        var user = Guid.NewGuid().ToString("N");
        await topic.ClickAsync(user);
        await bridge.CountsToAsync(user, 1);
        Assert.Equal(0, meter.Counted(Lost));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(bridge));
    }

    private Task<BridgeHost> StartAsync(Topic topic, ILoggerProvider? log = null, string? store = null) => BridgeHost.StartAsync(
        store ?? redis.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services =>
        {
            if (log is not null)
                services.AddSingleton(log);
        });
}
