using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Partitions;
using OrleansState.KafkaBridge.Clicks;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Backlog;

/// <summary>A store that stands still while far more arrives than a worker holds.</summary>
public sealed class StandstillTests(RedisFixture redis, KafkaFixture kafka)
{
    private const int Events = 150_000;
    private const int Users = 50;

    [LongFact]
    public async Task A_backlog_that_came_while_the_store_stood_still_is_counted_when_it_goes_on()
    {
        redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(AppendFsync.EverySecond, TestContext.Current.CancellationToken);
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        topic.Fill(Events, Users);
        var gate = new IntakeGate();
        WatchedLog? log = null;
        await using var bridge = await BridgeHost.StartAsync(server.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services => services
            .AddSingleton<IOutgoingGrainCallFilter>(gate)
            .AddKeyedSingleton<IEventLog<ClickEvent>>(topic.Name, (s, key) => log = new WatchedLog(s.GetRequiredKeyedService<KafkaEventLog<ClickEvent>>(key))), settings: "--Redis:Timeout=00:00:01");
        await Eventually.UntilAsync("a full inbox", () => log?.Waiting >= PartitionInbox.MaxRecords);

        server.Pause();
        gate.Open();
        await Eventually.UntilAsync("a worker that gives its inbox up", () => log!.Left > 0);
        server.Resume();
        var resumed = TimeProvider.System.GetTimestamp();
        await bridge.CountsAtLeastAsync("0", 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"Counting went on {TimeProvider.System.GetElapsedTime(resumed).TotalSeconds:0.0} s after the store did.");

        for (var user = 0; user < Users; user++)
            await bridge.CountsToAsync($"{user}", Events / Users);
    }
}
