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

    [LongFact]
    public async Task What_was_deleted_before_it_was_counted_is_told_and_the_rest_is_counted()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, 5);
            await first.CountsToAsync("1", 5);
            await first.ReachesAsync(topic, 5);
        }

        await ClickAsync(topic, 10);
        await topic.DeleteRecordsAsync(0, before: 12);
        using var log = new HeardLog();
        BridgeMeter? meter = null;
        await using var second = await StartAsync(topic, log, watch: services => meter = new BridgeMeter(services));
        using var listening = meter!;

        await second.CountsToAsync("1", 5 + 3);
        await Eventually.UntilAsync("the number lost", () => meter!.Counted(Lost) == 7);
        Assert.Contains(log.Warnings, w => w.Contains("offsets 5 to 12 (exclusive), up to 7 records that are not counted; 0 of them", StringComparison.Ordinal));
        await Eventually.UntilAsync("readiness that tells of it", async () => await second.HealthAsync() == HealthStatus.Degraded);
    }

    [LongFact]
    public async Task A_log_of_which_nothing_is_left_is_passed_and_told_once()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, 5);
            await first.CountsToAsync("1", 5);
            await first.ReachesAsync(topic, 5);
        }

        await ClickAsync(topic, 10);
        await topic.DeleteRecordsAsync(0, before: 15);
        BridgeMeter? meter = null;
        await using (await StartAsync(topic, watch: services => meter = new BridgeMeter(services)))
        using (meter!)
        {
            await Eventually.UntilAsync("the commit of the log's end", () => topic.Committed(topic.Name, 0) == 15);
            await Eventually.UntilAsync("the number lost", () => meter!.Counted(Lost) == 10);
        }

        await TellsNothingAsync(topic, 5);
    }

    [LongFact]
    public async Task What_an_emptied_store_would_want_again_is_told_as_counted_once()
    {
        redis.RequireRealRedis();
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, 5);
            await first.CountsToAsync("1", 5);
            await first.ReachesAsync(topic, 5);
            await Eventually.UntilAsync("the commit of the log's end", () => topic.Committed(topic.Name, 0) == 5);
        }

        await topic.DeleteRecordsAsync(0, before: 3);
        await using var empty = await RedisServer.StartAsync(AppendFsync.EverySecond, TestContext.Current.CancellationToken);
        using var log = new HeardLog();
        await using var second = await StartAsync(topic, log, empty.ConnectionString);

        await second.CountsToAsync("1", 2);
        Assert.Contains(log.Warnings, w => w.Contains("offsets 0 to 3 (exclusive), up to 3 records that are not counted; 3 of them", StringComparison.Ordinal));
    }

    [LongFact]
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

    /// <summary>A bridge counts on to a further click, and has nothing to tell.</summary>
    private async Task TellsNothingAsync(Topic topic, long counted)
    {
        BridgeMeter? meter = null;
        await using var bridge = await StartAsync(topic, watch: services => meter = new BridgeMeter(services));
        using var listening = meter!;
        await bridge.CountsToAsync("1", counted);
        var user = Guid.NewGuid().ToString("N");
        var click = await topic.ClickAsync(user);
        await bridge.CountsToAsync(user, 1);
        await bridge.ReachesAsync(topic, click.Offset.Value + 1);
        Assert.Equal(0, meter!.Counted(Lost));
        Assert.Equal(HealthStatus.Healthy, await bridge.HealthAsync());
    }

    private Task<BridgeHost> StartAsync(Topic topic, ILoggerProvider? log = null, string? store = null, Action<IServiceProvider>? watch = null) => BridgeHost.StartAsync(
        store ?? redis.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services =>
        {
            if (log is not null)
                services.AddSingleton(log);
        }, watch: watch);
}
