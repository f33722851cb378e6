using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.LocalCluster.Kafka;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests;

/// <summary>From a real Kafka to counts in a real Redis.</summary>
public sealed class BridgeTests(RedisFixture redis, KafkaFixture kafka)
{
    [Fact]
    public async Task Events_of_every_partition_are_counted_by_user_and_action()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => topic.ClickAsync($"{i % 10}", i % 3 == 0 ? "view" : "click", i % 2)));

        for (var user = 0; user < 10; user++)
            await bridge.CountsToAsync($"{user}", 20);
    }

    [Fact]
    public async Task An_event_is_counted_whoever_wrote_it_and_in_whatever_form()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await topic.SendAsync("""{"user_id": 42, "action": "click", "more": {"of": ["anything"]}}""");
        await topic.SendAsync("""{"action":"click","user_id":"42"}""", key: "42");
        await topic.SendAsync("""{"specversion":"1.0","id":"1","source":"/test","type":"click","data":{"user_id":42,"action":"click"}}""", headers: ("content-type", "application/cloudevents+json; charset=utf-8"));
        await topic.SendAsync("""{"user_id":42,"action":"click"}""", headers: [("ce_specversion", "1.0"), ("ce_id", "2"), ("ce_source", "/test"), ("ce_type", "click"), ("content-type", "application/json")]);

        await bridge.CountsToAsync("42", 4);
    }

    [Fact]
    public async Task What_cannot_be_used_becomes_a_dead_letter_with_its_reason_and_its_bytes_and_stops_nobody()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using var bridge = await StartAsync(topic);
        await topic.ClickAsync("1");
        var bad = await topic.SendAsync("not json", 0, "the key", ("trace", "abc"));
        await topic.SendAsync("""{"action":"click"}""");
        await topic.SendAsync("""{"user_id":1}""");
        await topic.SendAsync($$"""{"user_id":1,"action":"click","padding":"{{new string('x', 200_000)}}"}""");
        await topic.SendAsync(null);
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 2);
        var letters = topic.ReadDeadLetters(4).OrderBy(l => DeadLetterHeaders.Find(l.Message.Headers, DeadLetterHeaders.Offset)).ToList();
        Assert.Equal(["not-json", "missing-user-id", "missing-action", "too-large"], letters.Select(l => DeadLetterHeaders.Find(l.Message.Headers, DeadLetterHeaders.Reason)));
        var first = letters[0].Message;
        Assert.Equal("not json"u8.ToArray(), first.Value);
        Assert.Equal("the key"u8.ToArray(), first.Key);
        Assert.Equal("abc", DeadLetterHeaders.Find(first.Headers, "trace"));
        Assert.Equal(topic.Name, DeadLetterHeaders.Find(first.Headers, DeadLetterHeaders.Topic));
        Assert.Equal("0", DeadLetterHeaders.Find(first.Headers, DeadLetterHeaders.Partition));
        Assert.Equal($"{bad.Offset.Value}", DeadLetterHeaders.Find(first.Headers, DeadLetterHeaders.Offset));
        Assert.Equal($"{bad.Timestamp.UnixTimestampMs}", DeadLetterHeaders.Find(first.Headers, DeadLetterHeaders.Timestamp));
    }

    [Fact]
    public async Task The_offset_that_lag_tools_see_follows_the_counts()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        await topic.ClickAsync("1");
        await topic.ClickAsync("2");
        await bridge.CountsToAsync("2", 1);

        await Eventually.UntilAsync("the commit of offset 2", () => topic.Committed(topic.Name, 0) == 2);
    }

    [LongFact]
    public async Task A_bridge_that_comes_back_goes_on_where_it_was()
    {
        using var topic = await Topic.CreateAsync(kafka);
        await using (var first = await StartAsync(topic))
        {
            await topic.ClickAsync("1");
            await first.CountsToAsync("1", 1);
        }

        await topic.ClickAsync("1");
        await using var second = await StartAsync(topic);
        await second.CountsToAsync("1", 2);
    }

    [LongFact]
    public async Task A_log_read_again_from_its_beginning_changes_nothing()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using (var first = await StartAsync(topic))
        {
            await topic.ClickAsync("1");
            await topic.ClickAsync("2");
            await first.CountsToAsync("2", 1);
        }

        // Another group has no checkpoint; the counters are the same.
        await using var again = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, group: "another-" + topic.Name);
        await topic.ClickAsync("2");
        await again.CountsToAsync("2", 2);
        await again.CountsToAsync("1", 1);
    }

    [Fact]
    public async Task Two_bridges_share_the_partitions_and_count_each_event_once()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 4);
        await using var first = await StartAsync(topic);
        await topic.ClickAsync("1");
        await first.CountsToAsync("1", 1);
        await using (await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, withSilo: false))
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => topic.ClickAsync($"{10 + (i % 4)}", "click", i % 4)));
            for (var user = 10; user < 14; user++)
                await first.CountsToAsync($"{user}", 25);
        }

        await topic.ClickAsync("1", partition: 3);
        await first.CountsToAsync("1", 2);
    }

    [LongFact]
    public async Task A_bridge_that_joins_and_leaves_in_the_middle_of_it_moves_nothing_twice()
    {
        const int Events = 2_000;
        using var topic = await Topic.CreateAsync(kafka, partitions: 4);
        await using var first = await StartAsync(topic);
        await topic.ClickAsync("4");
        await first.CountsToAsync("4", 1);
        var writing = WriteAsync(Events);
        await using (await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name, withSilo: false))
            await first.CountsAtLeastAsync("0", 100);

        await writing;
        for (var user = 0; user < 4; user++)
            await first.CountsToAsync($"{user}", Events / 4);

        async Task WriteAsync(int events)
        {
            for (var i = 0; i < events; i++)
                await topic.ClickAsync($"{i % 4}", partition: i % 4);
        }
    }

    [Fact]
    public async Task A_topic_made_anew_is_counted_from_its_beginning_on_top_of_what_was()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        for (var i = 0; i < 3; i++)
            await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 3);

        await KafkaTopics.DeleteAsync(kafka.BootstrapServers, topic.Name);
        await KafkaTopics.CreateAsync(kafka.BootstrapServers, topic.Name, 1);
        await topic.ClickAsync("1");
        await topic.ClickAsync("1");

        await bridge.CountsToAsync("1", 5);
    }

    private Task<BridgeHost> StartAsync(Topic topic) => BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
}
