using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Erasure;
using OrleansState.Kafka;
using OrleansState.Kafka.Rebuild;
using OrleansState.KafkaBridge.Clicks;
using OrleansState.KafkaBridge.Rebuild;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Rebuild;

public sealed class RebuildTests(RedisFixture redis, KafkaFixture kafka)
{
    [Fact]
    public async Task Counts_that_are_right_differ_in_nothing()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await CountAsync(topic, bridge);
        await bridge.Grains.GetGrain<IClickCounterGrain>("1").IncrementAsync("click");

        var found = await RebuildAsync(bridge, replaces: true);

        Assert.Equal(2, found.Users);
        Assert.Empty(found.Differences);
    }

    [Fact]
    public async Task A_counter_that_went_wrong_is_found_and_put_right_and_keeps_what_came_by_calls()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await CountAsync(topic, bridge);
        var counter = bridge.Grains.GetGrain<IClickCounterGrain>("1");
        await counter.IncrementAsync("click");
        await SpoilAsync(counter);

        var difference = Assert.Single((await RebuildAsync(bridge, replaces: false)).Differences);
        Assert.Equal("1\tcounted click=41\texpected click=3\tleft", difference.ToString());
        Assert.Equal(41, (await counter.GetAsync()).Total);

        Assert.Equal(0, (await RebuildAsync(bridge, replaces: true)).Left);
        Assert.Equal(3, (await counter.GetAsync()).Total);
        Assert.Empty((await RebuildAsync(bridge, replaces: false)).Differences);
    }

    [Fact]
    public async Task A_record_that_is_gone_though_the_checkpoint_stands_comes_back()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using (var first = await StartAsync(topic))
        {
            await CountAsync(topic, first);
            await first.ReachesAsync(topic, 2, partition: 0);
        }

        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.True(await connection.GetDatabase().KeyDeleteAsync($"{topic.Name}/clicks/1"));
        await using var bridge = await StartAsync(topic);

        Assert.Equal("1", Assert.Single((await RebuildAsync(bridge, replaces: true)).Differences).UserId);

        Assert.Equal(2, (await bridge.CountsAsync("1")).Total);
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 3);
    }

    /// <summary>A partition that ends so gives its last records to nobody: neither the reading nor anything else may wait for them.</summary>
    [Fact]
    public async Task A_log_that_ends_in_markers_of_transactions_is_read_to_its_end()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        InTransaction(topic, producer => producer.CommitTransaction());
        InTransaction(topic, producer => producer.AbortTransaction());
        InTransaction(topic, producer => producer.AbortTransaction());
        await bridge.CountsToAsync("1", 1);

        var found = await RebuildAsync(bridge, replaces: true).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (found.Users, found.Differences.Count));
    }

    [Fact]
    public async Task A_user_who_was_erased_is_passed_over_and_said()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await CountAsync(topic, bridge);
        await bridge.Grains.GetGrain<IErasureGrain>("1").EraseAsync(null);

        var found = await RebuildAsync(bridge, replaces: true);

        Assert.Equal((2, 1, 0), (found.Users, found.Erased, found.Differences.Count));
    }

    [Fact]
    public async Task A_group_that_was_taken_over_is_not_counted_from_before_that_unless_asked_for()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await topic.ClickAsync("1");
        await topic.ClickAsync("1");
        topic.Commit(topic.Name, 0, 1);
        await using var bridge = await StartAsync(topic);
        await bridge.CountsToAsync("1", 1);
        await bridge.ReachesAsync(topic, 2, partition: 0);

        Assert.Empty((await RebuildAsync(bridge, replaces: false)).Differences);
        Assert.Single((await RebuildAsync(bridge, replaces: true, fromZero: true)).Differences);
        Assert.Equal(2, (await bridge.CountsAsync("1")).Total);
    }

    [Fact]
    public async Task A_log_that_lacks_records_which_were_not_read_is_said_and_changes_nothing()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 1);
        using var log = bridge.Services.GetRequiredKeyedService<Func<bool, WholeLog<ClickEvent>>>(topic.Name)(false);
        var rebuilt = new RebuiltLog<ClickEvent>(
            "topic", "epoch", new Dictionary<int, long>(), new Dictionary<int, IReadOnlyDictionary<string, long>>(), new ClickRebuild(bridge.Grains, replaces: false));
        log.ReadInto(rebuilt, TestContext.Current.CancellationToken);
        await topic.ClickAsync("1");
        // The bridge has to have read it, too: what is deleted before that is lost.
        await bridge.CountsToAsync("1", 2);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic.Name, 0, 2)]);

        Assert.Throws<LogTruncatedException>(() => log.ReadInto(rebuilt, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<LogTruncatedException>(() => RebuildAsync(bridge, replaces: true));
        await bridge.CountsToAsync("1", 2);
    }

    private static async Task CountAsync(Topic topic, BridgeHost bridge)
    {
        await topic.ClickAsync("1");
        await topic.ClickAsync("2", partition: 1);
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 2);
        await bridge.CountsToAsync("2", 1);
    }

    private static async Task SpoilAsync(IClickCounterGrain counter)
    {
        var logged = await counter.GetLoggedAsync();
        await counter.ReplaceLoggedAsync(logged.Value! with { Counts = [new ClickCount("click", 40)] }, new CommandContext(logged.ETag));
    }

    private static Task<RebuildSummary> RebuildAsync(BridgeHost bridge, bool replaces, bool fromZero = false) =>
        bridge.Services.GetRequiredService<Rebuilding>().RunAsync(replaces, fromZero, TestContext.Current.CancellationToken);

    private void InTransaction(Topic topic, Action<IProducer<Null, string>> end)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, TransactionalId = Guid.NewGuid().ToString() }).Build();
        producer.InitTransactions(Eventually.Patience);
        producer.BeginTransaction();
        producer.Produce(topic.Name, new Message<Null, string> { Value = """{"user_id":1,"action":"click"}""" });
        end(producer);
    }

    private Task<BridgeHost> StartAsync(Topic topic) => BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
}
