using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>What becomes of dead letters, on a real broker.</summary>
public sealed class DeadLetterTests(RedisFixture redis, KafkaFixture kafka)
{
    [Fact]
    public async Task A_click_that_the_counter_refuses_becomes_a_dead_letter_with_its_bytes()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        for (var action = 0; action < ClickLimits.Actions; action++)
            await topic.ClickAsync("1", $"action-{action}");
        const string Value = """{ "user_id": "1", "action": "one too many", "more": 1 }""";
        var refused = await topic.SendAsync(Value, key: "the key", headers: ("trace", "abc"));
        await topic.ClickAsync("1", "action-0");

        await bridge.CountsToAsync("1", ClickLimits.Actions + 1);
        var letter = topic.ReadDeadLetters(1).Single().Message;
        Assert.Equal(ClickRefusals.ActionLimit, DeadLetterHeaders.Find(letter.Headers, DeadLetterHeaders.Reason));
        Assert.Equal($"{refused.Offset.Value}", DeadLetterHeaders.Find(letter.Headers, DeadLetterHeaders.Offset));
        Assert.Equal(Value, Encoding.UTF8.GetString(letter.Value!));
        Assert.Equal("the key", Encoding.UTF8.GetString(letter.Key!));
        Assert.Equal("abc", DeadLetterHeaders.Find(letter.Headers, "trace"));
    }

    [Fact]
    public async Task An_event_that_was_never_counted_counts_when_it_is_redriven_and_once_however_often_that_is()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        // As an earlier release wrote it, which could not read what this one can.
        await WriteLetterAsync(topic, """{"user_id":"1","action":"click"}""", "some-log/0/7");
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();
        var id = queue.List(10).Single().Id;

        Assert.Equal(new Redriven(1, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        await bridge.CountsToAsync("1", 1);
        Assert.True(queue.List(10).Single().IsRedriven);
        Assert.Equal(new Redriven(0, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(new Redriven(1, 0), await queue.RedriveAsync([id], TestContext.Current.CancellationToken));

        // When the click behind it is counted, what was redriven again has been looked at.
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 2);
    }

    [Fact]
    public async Task A_redriven_event_that_is_still_unusable_becomes_a_dead_letter_of_the_same_origin()
    {
        using var topic = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(topic);
        await topic.SendAsync("not json");
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 1);
        var first = topic.ReadDeadLetters(1).Single().Message;
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();

        await queue.RedriveAsync(null, TestContext.Current.CancellationToken);
        await topic.ClickAsync("1");
        await bridge.CountsToAsync("1", 2);

        var letters = topic.ReadAllDeadLetters(all => all.Count >= 2, "a second letter");
        Assert.All(letters, letter => Assert.Equal(
            DeadLetterHeaders.Find(first.Headers, DeadLetterHeaders.Origin), DeadLetterHeaders.Find(letter.Message.Headers, DeadLetterHeaders.Origin)));
        Assert.Single(queue.List(10));
    }

    private async Task WriteLetterAsync(Topic topic, string value, string origin)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build();
        var headers = new Headers { { DeadLetterHeaders.Reason, "not-json"u8.ToArray() }, { DeadLetterHeaders.Origin, Encoding.UTF8.GetBytes(origin) } };
        await producer.ProduceAsync(topic.DeadLetters, new Message<byte[]?, byte[]> { Key = null, Value = Encoding.UTF8.GetBytes(value), Headers = headers }, TestContext.Current.CancellationToken);
    }

    /// <summary>A bridge that has counted something, and so has made the dead-letter topic.</summary>
    private async Task<BridgeHost> StartAsync(Topic topic)
    {
        var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, topic.Name);
        await topic.ClickAsync("0");
        await bridge.CountsToAsync("0", 1);
        return bridge;
    }
}
