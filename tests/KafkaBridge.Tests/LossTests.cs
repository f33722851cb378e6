using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>A real Redis of the test's own that goes away, comes back without its last writes, or comes back empty.</summary>
public sealed class LossTests(RedisFixture redis, KafkaFixture kafka) : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync(AppendFsync.Always, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [LongFact]
    public async Task A_lost_tail_is_counted_again_though_no_event_comes()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        await ClickAsync(topic, "1", 5);
        await bridge.CountsToAsync("1", 5);
        var kept = AppendOnlyFile.Length;
        await ClickAsync(topic, "1", 10);
        await ClickAsync(topic, "2", 5);
        await bridge.CountsToAsync("2", 5);
        var epoch = "";
        await bridge.ReachesAsync(topic, checkpoint => (epoch = checkpoint.Epoch) is not null && checkpoint.NextOffset == 20, "progress to the end of the log");

        await RestartWithAsync(kept);

        await bridge.ReachesAsync(topic, checkpoint => checkpoint.NextOffset == 20 && checkpoint.Epoch != epoch, "progress to the end of the log in the store's new epoch");
        await bridge.CountsToAsync("1", 15);
        await bridge.CountsToAsync("2", 5);
    }

    [LongFact]
    public async Task A_lost_tail_is_counted_again_though_no_memory_has_it()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        long kept;
        await using (var first = await StartAsync(topic))
        {
            await ClickAsync(topic, "1", 5);
            await first.CountsToAsync("1", 5);
            kept = AppendOnlyFile.Length;
            await ClickAsync(topic, "1", 10);
            await first.CountsToAsync("1", 15);
            await first.ReachesAsync(topic, 15);
        }

        await RestartWithAsync(kept);

        await using var second = await StartAsync(topic);
        await second.CountsToAsync("1", 15);
    }

    [LongFact]
    public async Task A_store_that_is_away_or_stands_still_costs_time_and_no_event()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 2);
        await using var bridge = await StartAsync(topic);
        await ClickAsync(topic, "1", 5);
        await bridge.CountsToAsync("1", 5);

        _server.Kill();
        await ClickAsync(topic, "1", 50);
        await _server.RestartAsync(TestContext.Current.CancellationToken);
        await bridge.CountsToAsync("1", 55);

        _server.Pause();
        await ClickAsync(topic, "1", 50);
        _server.Resume();
        await bridge.CountsToAsync("1", 105);
    }

    [LongFact]
    public async Task A_group_that_had_come_somewhere_is_taken_over_there_also_after_the_store_was_emptied()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await ClickAsync(topic, "1", 5);
        topic.Commit(topic.Name, 0, 3);
        await using (var first = await StartAsync(topic))
        {
            await first.CountsToAsync("1", 2);
            await Eventually.UntilAsync("the commit of the log's end", () => topic.Committed(topic.Name, 0) == 5);
        }

        await _server.StopAsync();
        Directory.Delete(Path.Combine(_server.DataDirectory, "appendonlydir"), recursive: true);
        await _server.RestartAsync(TestContext.Current.CancellationToken);

        // Not from the offset committed since, which speaks of counts that are gone, and not from the beginning.
        await using var second = await StartAsync(topic);
        await second.CountsToAsync("1", 2);
        await ClickAsync(topic, "1", 1);
        await second.CountsToAsync("1", 3);
    }

    private FileInfo AppendOnlyFile => new(Directory.GetFiles(_server.DataDirectory, "*.incr.aof", SearchOption.AllDirectories).Single());

    private static async Task ClickAsync(Topic topic, string user, int clicks) =>
        await Task.WhenAll(Enumerable.Range(0, clicks).Select(_ => topic.ClickAsync(user)));

    private async Task RestartWithAsync(long bytes)
    {
        _server.Kill();
        await using (var file = AppendOnlyFile.Open(FileMode.Open, FileAccess.Write))
            file.SetLength(bytes);
        await _server.RestartAsync(TestContext.Current.CancellationToken);
    }

    private Task<BridgeHost> StartAsync(Topic topic) =>
        BridgeHost.StartAsync(_server.ConnectionString, kafka.BootstrapServers, topic.Name, settings: "--Redis:Timeout=00:00:01");
}
