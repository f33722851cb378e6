using System.Collections.Concurrent;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;
using StackExchange.Redis;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>A real Redis that runs on and loses records, or gets earlier ones back, under a bridge and counters that live on.</summary>
public sealed class LostRecordsTests(RedisFixture redis, KafkaFixture kafka) : IAsyncLifetime
{
    private const int Events = 50;

    private RedisServer _server = null!;
    private ConnectionMultiplexer _operator = null!;

    private IDatabase Db => _operator.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        redis.RequireRealRedis();
        _server = await RedisServer.StartAsync(AppendFsync.Always, TestContext.Current.CancellationToken);
        _operator = await ConnectionMultiplexer.ConnectAsync($"{_server.ConnectionString},allowAdmin=true");
    }

    public async ValueTask DisposeAsync()
    {
        if (_operator is not null)
            await _operator.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [LongFact]
    public async Task A_store_that_was_emptied_is_filled_again_from_the_log_with_the_next_event()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await CountAsync(topic);

        await _server.FlushAsync(TestContext.Current.CancellationToken);
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", Events + 1);
        await bridge.CountsToAsync("2", Events);
    }

    [LongFact]
    public async Task A_store_that_was_emptied_is_filled_again_from_the_log_though_no_event_comes()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await CountAsync(topic);

        await _server.FlushAsync(TestContext.Current.CancellationToken);

        await StoredAsync(topic, "clicks", 2);
        await bridge.CountsToAsync("1", Events);
    }

    [LongFact]
    public async Task One_counters_record_that_was_deleted_is_counted_again_with_the_next_event()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await CountAsync(topic);

        Assert.True(await Db.KeyDeleteAsync(await RecordAsync("/1", "clicks")));
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", Events + 1);
        await bridge.CountsToAsync("2", Events);
    }

    [LongFact]
    public async Task A_checkpoint_that_was_deleted_costs_no_event_and_doubles_none()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await CountAsync(topic);

        Assert.True(await Db.KeyDeleteAsync(await RecordAsync("/0", "partition")));
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", Events + 1);
        await bridge.CountsToAsync("2", Events);
    }

    [LongFact]
    public async Task Records_that_were_set_back_to_an_earlier_state_are_counted_again()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await CountAsync(topic);
        await bridge.ReachesAsync(topic, 2 * Events);
        var earlier = await DumpAsync();
        for (var i = 0; i < Events; i++)
            await topic.ClickAsync("1");
        await bridge.ReachesAsync(topic, 3 * Events);
        await bridge.CountsToAsync("1", 2 * Events);

        // As an operator restores a backup into a server that runs.
        foreach (var (key, value) in earlier)
            await Db.ExecuteAsync("RESTORE", key, 0, value, "REPLACE");
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", (2 * Events) + 1);
        await bridge.CountsToAsync("2", Events);
    }

    [LongFact]
    public async Task One_counters_record_that_was_set_back_to_an_earlier_state_is_counted_again()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await CountAsync(topic);
        var key = await RecordAsync("/1", "clicks");
        var earlier = await Db.KeyDumpAsync(key);
        for (var i = 0; i < Events; i++)
            await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 2 * Events);

        await Db.ExecuteAsync("RESTORE", key, 0, earlier!, "REPLACE");
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", (2 * Events) + 1);
    }

    /// <summary>Events of two users that are counted, and behind which the checkpoint stands.</summary>
    private async Task<BridgeHost> CountAsync(Topic topic)
    {
        var bridge = await BridgeHost.StartAsync(_server.ConnectionString, kafka.BootstrapServers, topic.Name);
        for (var i = 0; i < Events; i++)
            await Task.WhenAll(topic.ClickAsync("1"), topic.ClickAsync("2"));
        await bridge.CountsToAsync("1", Events);
        await bridge.CountsToAsync("2", Events);
        await bridge.ReachesAsync(topic, 2 * Events);
        return bridge;
    }

    private Task StoredAsync(Topic topic, string kind, int records) => Eventually.UntilAsync($"{records} records of {kind} of {topic.Name}", async () =>
    {
        var keys = await KeysAsync();
        return keys.Count(k => IsRecord(k, kind)) == records;
    });

    private async Task<string> RecordAsync(string end, string kind) =>
        (await KeysAsync()).Single(k => k.EndsWith(end, StringComparison.Ordinal) && IsRecord(k, kind));

    /// <summary>Names of indexes have the concern's name in them, too.</summary>
    private static bool IsRecord(string key, string kind) => key.Contains($"/{kind}/", StringComparison.Ordinal) && !key.Contains("/index/", StringComparison.Ordinal);

    private async Task<IReadOnlyList<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var key in _operator.GetServers()[0].KeysAsync())
            keys.Add(key!);
        return keys;
    }

    /// <summary>Every record there is: the counts and the checkpoint, not who is in the cluster.</summary>
    private async Task<IReadOnlyDictionary<string, byte[]>> DumpAsync()
    {
        var dump = new ConcurrentDictionary<string, byte[]>();
        foreach (var key in await KeysAsync())
        {
            if (await Db.KeyTypeAsync(key) is RedisType.String)
                dump[key] = (await Db.KeyDumpAsync(key))!;
        }

        return dump;
    }
}
